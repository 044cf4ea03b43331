select * from shipments
