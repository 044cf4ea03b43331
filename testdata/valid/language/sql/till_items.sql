select * from till_items
