"""Examples worked by hand, a card each: under every method, in a queue, in a heap."""

ALL_METHODS = {
    "a charge at the receipt's moment is part of it: (100 + 5) x 4/10": """
        01-05 receipt R 10 =100             -> 100
        01-05 charge C =5 of:R              -> 5
        01-05 expense E =7 of:R             -> 0
        01-06 sale S -4                     -> -42
    """,
    "the last unit takes what is left: 33, 67 - 33, 100 - 67": """
        01-05 receipt R 3 =100
        01-06 sale S1 -1                    -> -33
        01-07 sale S2 -1                    -> -34
        01-08 write_off S3 -1               -> -33
    """,
    "a gain comes in at the current unit cost": """
        01-05 receipt R 10 =100
        01-06 count G 2                     -> 20
        01-07 count L -12                   -> -120
    """,
    "components out, bundle in: 105 x 3/10 = 31.5, 10 x 2/4 = 5": """
        01-05 receipt R1 10 =105
        01-05 receipt R2 4 =10 sku:B
        01-06 assembly_out M -3             -> -32
        01-06 assembly_out M -2 sku:B       -> -5
        01-06 assembly_in M 1 sku:K         -> 37
        01-07 sale S -1 sku:K               -> -37
    """,
    "a bundle taken apart is shared by what the parts are worth: 100 by 2 to 1": """
        01-05 receipt R 1 =100 sku:K
        01-06 assembly_out M -1 sku:K       -> -100
        01-06 assembly_in M 1 =2            -> 67
        01-06 assembly_in M 1 =1 sku:B      -> 33
    """,
    "if they are worth nothing, by quantity, the odd unit to the later": """
        01-05 receipt R 1 =100 sku:K
        01-06 assembly_out M -1 sku:K
        01-06 assembly_in M 1 =0            -> 33
        01-06 assembly_in M 1 =0 sku:B      -> 33
        01-06 assembly_in M 1 =0 sku:C      -> 34
    """,
    "in one pool a transfer is worth nothing": """
        01-05 receipt R 1 =100 at:X
        01-06 transfer_out T -1 at:X        -> 0
        01-06 transfer_in T 1 at:Y          -> 0
        01-07 sale S -1 at:Y                -> -100
    """,
    "a late charge: 4 of 10 are gone, so 12 of 30 leave at once and 18 stay": """
        01-05 receipt R 10 =100
        01-10 sale S -4                     -> -40
        02-01 close C =60 was:{0}           -> 0
        02-05 charge F =30 of:R             -> 30
        02-05 cost_adjustment F of:R        -> -12
        02-06 sale S2 -6                    -> -78
    """,
    "a late credit leaves no less than nothing: half of -120 is for what is left, but that is worth 50": """
        01-05 receipt R 10 =100
        01-10 sale S -5                     -> -50
        02-01 close C =50 was:{0}
        02-05 charge F =-120 of:R           -> -120
        02-05 cost_adjustment F of:R        -> 70
        02-06 sale S2 -5                    -> 0
    """,
    "a revaluation by amount, by unit cost, further down than there is, and of nothing": """
        01-05 receipt R 10 =100
        01-31 revaluation V1 =21            -> 21
        02-01 revaluation V2 unit:3/2       -> -106
        02-02 revaluation V3 =-100          -> -15
        02-03 sale S -10                    -> 0
        03-01 revaluation V4 =5             -> 0
    """,
    "goods owed when a period closes are put right on the close line: 2 at 20, taken to be 10": """
        01-05 receipt R 10 =100
        01-10 sale S -12                    -> -120
        02-01 close C =-20 was:{0}          -> -20
        02-03 receipt R2 5 =100
        03-04 customer_return B 6 of:S      -> 60
    """,
}

FIFO = {
    "a return comes back at its share of what the sale cost, all returns taken together, as the newest layer": """
        01-05 receipt R 3 =100
        01-06 sale S -3                     -> -100
        01-07 receipt R2 1 =10
        01-08 customer_return B1 1 of:S     -> 33
        01-09 customer_return B2 1 of:S     -> 34
        01-10 sale S2 -1                    -> -10
        01-11 sale S3 -1                    -> -33
    """,
    "nothing on hand: what came last from the queue says the cost": """
        01-05 receipt R1 10 =100
        01-06 receipt R2 10 =200
        01-07 sale S -20                    -> -300
        01-08 other_in I 2                  -> 40
    """,
    "a supplier return takes its own layer, the rest by the queue: 4 of R2; 3 of R1 and 2 of R2": """
        01-05 receipt R1 10 =100
        01-06 receipt R2 10 =200
        01-07 supplier_return B1 -4 of:R2   -> -80
        01-08 sale S -7                     -> -70
        01-09 supplier_return B2 -5 of:R1   -> -70
        01-10 sale S2 -4                    -> -80
    """,
    "a gain is at what all layers are worth, late charges and revaluations with them: 300, 660, 770": """
        01-05 receipt R1 10 =100
        01-06 receipt R2 10 =300
        01-07 sale S -10                    -> -100
        02-01 close C was:fifo
        02-05 charge F =300 of:R2
        02-05 cost_adjustment F of:R2       -> 0
        02-06 count G1 1                    -> 60
        02-07 revaluation V =110            -> 110
        02-08 count G2 1                    -> 70
    """,
    "odoo-fifo-reval-minus: spread by quantity": """
        01-01 receipt R1 1 =15
        01-02 receipt R2 1 =30
        01-03 revaluation V =-10            -> -10
        01-04 sale S1 -1                    -> -10
        01-05 sale S2 -1                    -> -25
    """,
    "a layer of 2 cannot bear 5 of -10: by value, 0.6 and 9.4": """
        01-01 receipt R1 1 =2
        01-02 receipt R2 1 =30
        01-03 revaluation V =-10            -> -10
        01-04 sale S1 -1                    -> -1
        01-05 sale S2 -1                    -> -21
    """,
    "to a unit cost of 10: all layers, 10 + 40 becomes 20 + 10": """
        01-01 receipt R1 2 =10
        01-02 receipt R2 1 =40
        01-03 revaluation V unit:10         -> -20
        01-04 sale S1 -2                    -> -20
        01-05 sale S2 -1                    -> -10
    """,
    "late: of this very layer nothing is left, though others are": """
        01-05 receipt R1 10 =100
        01-06 receipt R2 10 =100
        01-07 sale S -10
        02-01 close C was:fifo
        02-05 charge F =30 of:R1            -> 30
        02-05 cost_adjustment F of:R1       -> -30
    """,
    "odoo-switch-avco-to-fifo: one layer of 19 worth 285": """
        01-01 receipt R1 10 =100
        01-02 receipt R2 10 =200
        01-03 sale S1 -1                    -> -15
        02-01 close C was:moving_average    -> 0
        02-02 receipt R3 1 =100
        02-03 sale S2 -19                   -> -285
    """,
    "out of lots: 10 and 20 are added up": """
        01-01 receipt R1 2 =10 lot:a
        01-02 receipt R2 1 =20 lot:b
        01-31 sale S1 -1 lot:b              -> -20
        02-01 close C was:specific          -> 0
        02-02 sale S2 -1 lot:a              -> -5
    """,
}

AVERAGE = {
    "nothing on hand: the average after what came in last": """
        01-05 receipt R1 10 =100
        01-06 receipt R2 10 =200
        01-07 sale S -20                    -> -300
        01-08 other_in I 2                  -> 30
    """,
    "a supplier return takes its receipt's landed cost: (190 + 10) x 4/10, then x 7/10 less 80": """
        01-05 receipt R1 10 =100
        01-06 receipt R2 10 =190
        01-06 charge C =10 of:R2
        01-07 supplier_return B1 -4 of:R2   -> -80
        01-08 supplier_return B2 -3 of:R2   -> -60
        01-09 sale S -13                    -> -160
    """,
    "but never more than there is: 100 of the 50 left": """
        01-05 receipt R1 1 =100
        01-06 receipt R2 9 =0
        01-07 sale S -5                     -> -50
        01-08 supplier_return B -1 of:R1    -> -50
    """,
    "and all of the value with all of the quantity; what is not there is owed at 30": """
        01-05 receipt R1 2 =100
        01-06 receipt R2 3 =50
        01-07 sale S -3                     -> -90
        01-08 supplier_return B -3 of:R2    -> -90
    """,
    "late: what came in later is taken to be there first": """
        01-05 receipt R1 10 =100
        01-06 receipt R2 10 =120
        01-07 sale S -12                    -> -132
        02-01 close C was:moving_average
        02-05 charge F1 =30 of:R1
        02-05 cost_adjustment F1 of:R1      -> -30
        02-06 charge F2 =30 of:R2
        02-06 cost_adjustment F2 of:R2      -> -6
        02-07 sale S2 -8                    -> -112
    """,
    "late: in one pool a transfer brings nothing in": """
        01-05 receipt R1 10 =100 at:X
        01-06 sale S -4 at:X
        01-07 transfer_out T -3 at:X
        01-07 transfer_in T 3 at:Y
        02-01 close C was:moving_average
        02-05 charge F =30 of:R1 at:X
        02-05 cost_adjustment F of:R1 at:X  -> -12
    """,
    "odoo-avco-reval-1": """
        01-01 receipt R1 10 =20
        01-02 receipt R2 10 =40
        01-03 revaluation V =20             -> 20
        01-04 sale S -20                    -> -80
    """,
}
