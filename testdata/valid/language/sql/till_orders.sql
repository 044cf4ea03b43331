select * from till_orders
