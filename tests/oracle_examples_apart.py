"""More examples worked by hand: by month, by lot, by warehouse."""

MONTH = {
    "goodp-periodic-formula: 162.50 / 15, then (86.67 + 77) / 15; the rounding stays in stock": """
        01-01 opening O 10 =10000
        01-05 sale S1 -4                    -> -4333
        01-20 receipt R1 5 =6250
        01-25 sale S2 -3                    -> -3250
        02-03 receipt R2 7 =7700
        02-10 sale S3 -10                   -> -10911
        03-10 sale S4 -5                    -> -5456
    """,
    "known outs lower what is averaged: (100 + 140 - 70) x 5/15": """
        01-05 sale S1 -5                    -> -57
        01-05 receipt R1 10 =100
        01-06 receipt R2 10 =140
        01-07 supplier_return B -5 of:R2    -> -70
        02-01 sale S2 -10                   -> -113
    """,
    "a return of this month's sale lowers its issues: 68 for 6, 45.33 for 4": """
        01-05 receipt R1 15 =170
        01-06 sale S -6                     -> -68
        01-07 customer_return B1 2 of:S     -> 23
        01-08 count G 1                     -> 11
        02-05 customer_return B2 2 of:S     -> 22
    """,
    "a return of an earlier month's sale is an in at its share of that: 8 x 20 / 8, with 10 at 40 makes 35 each": """
        01-05 receipt R1 8 =160
        01-06 sale S -8                     -> -160
        02-05 customer_return B 2 of:S      -> 40
        02-06 receipt R2 6 =240
        02-07 sale S2 -4                    -> -140
    """,
    "goods owed: 2 at 10, settled first in the next month something comes in: 2 at 15": """
        01-05 receipt R1 10 =100
        01-06 sale S1 -12                   -> -130
        03-05 sale S2 -3                    -> -45
        03-06 receipt R2 6 =90
        04-06 sale S3 -1                    -> -15
    """,
    "goods owed and not enough: 3 of 5 settled at 20, then 2 at 30; the new sale owed at 20, then 30 too": """
        01-05 receipt R1 10 =100
        01-06 sale S1 -15                   -> -220
        02-05 receipt R2 3 =60
        02-06 sale S2 -1                    -> -30
        03-05 receipt R3 6 =180
        03-06 sale S3 -3                    -> -90
    """,
    "more sent back than is known: 2 worth 20, and 3 as any issue of the month": """
        01-05 receipt R1 10 =100
        01-06 sale S1 -8                    -> -80
        02-05 supplier_return B -5 of:R1    -> -80
        02-10 receipt R2 6 =120
        03-01 sale S2 -3                    -> -60
    """,
    "the latest sales owe: 1 of the first, all of the second, at 10; 1 counted too many goes to the first": """
        01-05 receipt R1 10 =100
        01-06 sale S1 -11                   -> -110
        01-07 sale S2 -2                    -> -60
        01-08 count G 1                     -> 10
        02-05 receipt R2 2 =60
    """,
    "an assembly takes the average of what has come in so far; what is left is averaged again: 150 / 5": """
        01-05 receipt R1 4 =40
        01-06 sale S -1                     -> -30
        01-07 assembly_out M -1             -> -10
        01-07 assembly_in M 1 sku:K         -> 10
        01-08 receipt R2 2 =120
    """,
    "late: 4 sold this month are gone, 6 of 10 are left and keep 18 of 30: 118 x 4/10": """
        01-05 receipt R1 10 =100
        02-01 close C was:month_average     -> 0
        02-03 sale S -4                     -> -47
        02-05 charge F =30 of:R1            -> 30
        02-05 cost_adjustment F of:R1       -> -12
        03-01 sale S2 -6                    -> -71
    """,
    "a close cuts the month": """
        01-05 receipt R1 1 =10
        01-06 sale S1 -1                    -> -10
        01-15 close C was:month_average     -> 0
        01-20 receipt R2 1 =30
        01-21 sale S2 -1                    -> -30
    """,
    "from a queue into the month: 10 worth 30 open it": """
        01-05 receipt R1 10 =30
        02-01 close C was:fifo              -> 0
        02-05 receipt R2 5 =45
        02-06 sale S -3                     -> -15
    """,
}

LOTS = {
    "erp-batch-average: the average inside a lot": """
        01-01 receipt 1 1 =100 lot:X
        01-02 receipt 2 1 =50 lot:Y
        01-03 receipt 3 1 =150 lot:X
        01-04 receipt 4 1 =100 lot:Y
        01-05 sale 5 -1 lot:Y               -> -75
        01-06 sale 6 -1 lot:X               -> -125
        01-07 sale 7 -1 lot:Y               -> -75
        01-08 sale 8 -1 lot:X               -> -125
    """,
    "a revaluation and a gain are about their own lot": """
        01-01 receipt 1 1 =10 lot:X
        01-02 receipt 2 1 =10 lot:Y
        01-03 revaluation V =5 lot:X        -> 5
        01-04 count G 1 lot:X               -> 15
        01-05 sale 5 -1 lot:Y               -> -10
    """,
    "a return of a sale of two lots is of its own lot": """
        01-05 receipt R1 1 =10 lot:X
        01-06 receipt R2 1 =20 lot:Y
        01-07 sale S -1 lot:X               -> -10
        01-07 sale S -1 lot:Y               -> -20
        01-08 customer_return B 1 of:S lot:Y -> 20
    """,
    "into lots, one of them short: 10 worth 100, and 4 owed at 10, which then cost 15": """
        01-05 receipt R1 10 =100 lot:X
        01-06 sale S1 -4 lot:Y              -> -40
        02-01 close C was:fifo              -> -20
        02-02 receipt R2 4 =60 lot:Y
        02-03 sale S2 -10 lot:X             -> -100
    """,
    "into lots, all of them short: 20 owed is 7 and 13, which then cost 10 and 20": """
        01-05 sale S0 -2 lot:Y              -> -13
        01-05 receipt R1 3 =20 lot:X
        01-06 sale S1 -4 lot:X              -> -27
        02-01 close C was:fifo              -> -10
        02-02 receipt R2 1 =10 lot:X
        02-03 receipt R3 2 =20 lot:Y
    """,
    "into lots: 31 by quantity, the odd unit to the later": """
        01-05 receipt R1 1 =10 lot:X
        01-06 receipt R2 1 =21 lot:Y
        02-01 close C was:fifo              -> 0
        02-02 sale S1 -1 lot:X              -> -15
        02-03 sale S2 -1 lot:Y              -> -16
    """,
}

APART = {
    "goods arrive at what they cost where they left: 100 + 5 x 20": """
        01-05 receipt R1 10 =100 at:X
        01-06 receipt R2 10 =200 at:X
        01-07 transfer_out T -15 at:X       -> -200
        01-07 transfer_in T 15 at:Y         -> 200
        01-08 sale S1 -6 at:Y               -> -80
        01-08 sale S2 -5 at:X               -> -100
    """,
    "each warehouse has its own queue": """
        01-05 receipt R1 1 =10 at:X
        01-06 receipt R2 1 =20 at:Y
        01-07 sale S -1 at:Y                -> -20
        01-08 revaluation V =-10 at:Y       -> 0
    """,
    "a queue a warehouse is added up for the month: 30 / 2, and split again by quantity": """
        01-05 receipt R1 1 =10 at:X
        01-06 receipt R2 1 =20 at:Y
        02-01 close C1 was:fifo             -> 0
        02-02 revaluation V =1 at:X         -> 1
        03-01 close C2 was:month_average    -> 0
        03-02 sale S1 -1 at:X               -> -15
        03-03 sale S2 -1 at:Y               -> -16
    """,
}

BATCH_ACROSS = """
    01-10 receipt Y1 5 =50 lot:Y at:J
    01-10 receipt X1 5 =50 lot:X at:J
    01-10 transfer_out T1 -5 lot:X at:J     -> -75
    01-10 transfer_in T1 5 lot:X at:K       -> 75
    01-09 receipt X2 5 =100 lot:X at:J
    01-10 transfer_out T2 -5 lot:Y at:J     -> -50
    01-10 transfer_in T2 5 lot:Y at:K       -> 50
"""
"""erp-batch-across-wh: the receipt entered late prices the transfer of its own lot only."""
