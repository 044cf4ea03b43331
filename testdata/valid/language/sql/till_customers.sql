select * from till_customers
