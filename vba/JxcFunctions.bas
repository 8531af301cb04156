Attribute VB_Name = "JxcFunctions"
Option Explicit
' Generated from jxc_xl/entry/functions_defined.py; do not edit.

Public Function JXC_STOCK(ByVal sku As Variant, Optional ByVal warehouse As Variant, Optional ByVal as_of As Variant) As Variant
Attribute JXC_STOCK.VB_Description = "Quantity on hand, optionally in one warehouse and as of a day. Example: =JXC_STOCK(A2)"
    JXC_STOCK = JxcCall("JXC_STOCK", Array(JxcBook(), JxcIn(sku), JxcIn(warehouse), JxcIn(as_of)))
End Function

Public Function JXC_AVAILABLE(ByVal sku As Variant) As Variant
Attribute JXC_AVAILABLE.VB_Description = "Quantity available: on hand less quarantine, less reserved. Example: =JXC_AVAILABLE(A2)"
    JXC_AVAILABLE = JxcCall("JXC_AVAILABLE", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_RESERVED(ByVal sku As Variant) As Variant
Attribute JXC_RESERVED.VB_Description = "Quantity reserved: sales neither cancelled nor posted. Example: =JXC_RESERVED(A2)"
    JXC_RESERVED = JxcCall("JXC_RESERVED", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_ONORDER(ByVal sku As Variant) As Variant
Attribute JXC_ONORDER.VB_Description = "Quantity on order: ordered and not yet received. Example: =JXC_ONORDER(A2)"
    JXC_ONORDER = JxcCall("JXC_ONORDER", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_UNITCOST(ByVal sku As Variant, Optional ByVal as_of As Variant, Optional ByVal method As Variant) As Variant
Attribute JXC_UNITCOST.VB_Description = "Unit cost: value over quantity, optionally as of a day and under another costing method. Example: =JXC_UNITCOST(A2,""2026-03-31"")"
    JXC_UNITCOST = JxcCall("JXC_UNITCOST", Array(JxcBook(), JxcIn(sku), JxcIn(as_of), JxcIn(method)))
End Function

Public Function JXC_VALUE(ByVal sku As Variant, Optional ByVal warehouse As Variant, Optional ByVal as_of As Variant) As Variant
Attribute JXC_VALUE.VB_Description = "Value on hand, optionally in one warehouse and as of a day. Example: =JXC_VALUE(A2)"
    JXC_VALUE = JxcCall("JXC_VALUE", Array(JxcBook(), JxcIn(sku), JxcIn(warehouse), JxcIn(as_of)))
End Function

Public Function JXC_SOLD(ByVal sku As Variant, Optional ByVal from_day As Variant, Optional ByVal to_day As Variant, Optional ByVal channel As Variant) As Variant
Attribute JXC_SOLD.VB_Description = "Quantity sold in a period, returns not taken off; optionally through one channel. Example: =JXC_SOLD(A2,""2026-03-01"",""2026-03-31"")"
    JXC_SOLD = JxcCall("JXC_SOLD", Array(JxcBook(), JxcIn(sku), JxcIn(from_day), JxcIn(to_day), JxcIn(channel)))
End Function

Public Function JXC_RETURNED(ByVal sku As Variant, Optional ByVal from_day As Variant, Optional ByVal to_day As Variant, Optional ByVal channel As Variant) As Variant
Attribute JXC_RETURNED.VB_Description = "Quantity customers returned in a period; optionally through one channel. Example: =JXC_RETURNED(A2,""2026-03-01"",""2026-03-31"")"
    JXC_RETURNED = JxcCall("JXC_RETURNED", Array(JxcBook(), JxcIn(sku), JxcIn(from_day), JxcIn(to_day), JxcIn(channel)))
End Function

Public Function JXC_SALES(ByVal sku As Variant, Optional ByVal from_day As Variant, Optional ByVal to_day As Variant, Optional ByVal channel As Variant) As Variant
Attribute JXC_SALES.VB_Description = "Revenue of a period without tax, returns taken off; optionally of one channel. Example: =JXC_SALES(A2,""2026-03-01"",""2026-03-31"")"
    JXC_SALES = JxcCall("JXC_SALES", Array(JxcBook(), JxcIn(sku), JxcIn(from_day), JxcIn(to_day), JxcIn(channel)))
End Function

Public Function JXC_COGS(ByVal sku As Variant, Optional ByVal from_day As Variant, Optional ByVal to_day As Variant, Optional ByVal channel As Variant) As Variant
Attribute JXC_COGS.VB_Description = "Cost of sales of a period; optionally of one channel. Example: =JXC_COGS(A2,""2026-03-01"",""2026-03-31"")"
    JXC_COGS = JxcCall("JXC_COGS", Array(JxcBook(), JxcIn(sku), JxcIn(from_day), JxcIn(to_day), JxcIn(channel)))
End Function

Public Function JXC_MARGIN(ByVal sku As Variant, Optional ByVal from_day As Variant, Optional ByVal to_day As Variant, Optional ByVal channel As Variant) As Variant
Attribute JXC_MARGIN.VB_Description = "Margin of a period: revenue less cost; optionally of one channel. Example: =JXC_MARGIN(A2,""2026-03-01"",""2026-03-31"")"
    JXC_MARGIN = JxcCall("JXC_MARGIN", Array(JxcBook(), JxcIn(sku), JxcIn(from_day), JxcIn(to_day), JxcIn(channel)))
End Function

Public Function JXC_MARGINRATE(ByVal sku As Variant, Optional ByVal from_day As Variant, Optional ByVal to_day As Variant, Optional ByVal channel As Variant) As Variant
Attribute JXC_MARGINRATE.VB_Description = "Margin over revenue of a period; optionally of one channel. Example: =JXC_MARGINRATE(A2,""2026-03-01"",""2026-03-31"")"
    JXC_MARGINRATE = JxcCall("JXC_MARGINRATE", Array(JxcBook(), JxcIn(sku), JxcIn(from_day), JxcIn(to_day), JxcIn(channel)))
End Function

Public Function JXC_PURCHASED(ByVal sku As Variant, Optional ByVal from_day As Variant, Optional ByVal to_day As Variant, Optional ByVal supplier As Variant) As Variant
Attribute JXC_PURCHASED.VB_Description = "Quantity received in a period; optionally from one supplier. Example: =JXC_PURCHASED(A2,""2026-03-01"",""2026-03-31"")"
    JXC_PURCHASED = JxcCall("JXC_PURCHASED", Array(JxcBook(), JxcIn(sku), JxcIn(from_day), JxcIn(to_day), JxcIn(supplier)))
End Function

Public Function JXC_LASTPRICE(ByVal sku As Variant, Optional ByVal supplier As Variant) As Variant
Attribute JXC_LASTPRICE.VB_Description = "Unit price without tax of the last receipt; optionally from one supplier. Example: =JXC_LASTPRICE(A2)"
    JXC_LASTPRICE = JxcCall("JXC_LASTPRICE", Array(JxcBook(), JxcIn(sku), JxcIn(supplier)))
End Function

Public Function JXC_BESTPRICE(ByVal sku As Variant, ByVal qty As Variant) As Variant
Attribute JXC_BESTPRICE.VB_Description = "The lowest unit price in today's quotes for a quantity. Example: =JXC_BESTPRICE(A2,100)"
    JXC_BESTPRICE = JxcCall("JXC_BESTPRICE", Array(JxcBook(), JxcIn(sku), JxcIn(qty)))
End Function

Public Function JXC_BESTSUPPLIER(ByVal sku As Variant, ByVal qty As Variant) As Variant
Attribute JXC_BESTSUPPLIER.VB_Description = "The supplier whose quote for a quantity is the lowest today. Example: =JXC_BESTSUPPLIER(A2,100)"
    JXC_BESTSUPPLIER = JxcCall("JXC_BESTSUPPLIER", Array(JxcBook(), JxcIn(sku), JxcIn(qty)))
End Function

Public Function JXC_CARD(ByVal sku As Variant, Optional ByVal from_day As Variant, Optional ByVal to_day As Variant) As Variant
Attribute JXC_CARD.VB_Description = "The stock card of a product: every movement in a period, with the balance after it. Example: =JXC_CARD(A2,""2026-03-01"",""2026-03-31"")"
    JXC_CARD = JxcCall("JXC_CARD", Array(JxcBook(), JxcIn(sku), JxcIn(from_day), JxcIn(to_day)))
End Function

Public Function JXC_SUMMARY(Optional ByVal from_day As Variant, Optional ByVal to_day As Variant) As Variant
Attribute JXC_SUMMARY.VB_Description = "The movement summary of all products in a period: opening, in, out and closing. Example: =JXC_SUMMARY(""2026-03-01"",""2026-03-31"")"
    JXC_SUMMARY = JxcCall("JXC_SUMMARY", Array(JxcBook(), JxcIn(from_day), JxcIn(to_day)))
End Function

Public Function JXC_PRODUCT(ByVal sku As Variant, ByVal field As Variant) As Variant
Attribute JXC_PRODUCT.VB_Description = "What Products says of a product in one of its columns. Example: =JXC_PRODUCT(A2,""Unit"")"
    JXC_PRODUCT = JxcCall("JXC_PRODUCT", Array(JxcBook(), JxcIn(sku), JxcIn(field)))
End Function

Public Function JXC_EXPIRING(ByVal days As Variant) As Variant
Attribute JXC_EXPIRING.VB_Description = "Lots on hand that expire within so many days or have expired, the soonest first; what went out without a lot is taken from those. Example: =JXC_EXPIRING(30)"
    JXC_EXPIRING = JxcCall("JXC_EXPIRING", Array(JxcBook(), JxcIn(days)))
End Function

Public Function JXC_LOW() As Variant
Attribute JXC_LOW.VB_Description = "Active products of which less is available than their minimum stock. Example: =JXC_LOW()"
    JXC_LOW = JxcCall("JXC_LOW", Array(JxcBook()))
End Function

Public Function JXC_REORDERPOINT(ByVal sku As Variant) As Variant
Attribute JXC_REORDERPOINT.VB_Description = "Reorder point: order when what is there and on its way, less what is promised, falls to it. Example: =JXC_REORDERPOINT(A2)"
    JXC_REORDERPOINT = JxcCall("JXC_REORDERPOINT", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_SAFETYSTOCK(ByVal sku As Variant) As Variant
Attribute JXC_SAFETYSTOCK.VB_Description = "Safety stock: what is kept for uncertain demand and delivery. Example: =JXC_SAFETYSTOCK(A2)"
    JXC_SAFETYSTOCK = JxcCall("JXC_SAFETYSTOCK", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_REORDERQTY(ByVal sku As Variant) As Variant
Attribute JXC_REORDERQTY.VB_Description = "How much Replenishment proposes to order today; 0: nothing. Example: =JXC_REORDERQTY(A2)"
    JXC_REORDERQTY = JxcCall("JXC_REORDERQTY", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_COVERDAYS(ByVal sku As Variant) As Variant
Attribute JXC_COVERDAYS.VB_Description = "How many days what is available lasts. Example: =JXC_COVERDAYS(A2)"
    JXC_COVERDAYS = JxcCall("JXC_COVERDAYS", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_FORECAST(ByVal sku As Variant, Optional ByVal periods As Variant) As Variant
Attribute JXC_FORECAST.VB_Description = "Quantity expected to be sold in the coming weeks, as in Forecast. Example: =JXC_FORECAST(A2,4)"
    JXC_FORECAST = JxcCall("JXC_FORECAST", Array(JxcBook(), JxcIn(sku), JxcIn(periods)))
End Function

Public Function JXC_ABC(ByVal sku As Variant) As Variant
Attribute JXC_ABC.VB_Description = "Class A, B or C by what the product sold for. Example: =JXC_ABC(A2)"
    JXC_ABC = JxcCall("JXC_ABC", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_XYZ(ByVal sku As Variant) As Variant
Attribute JXC_XYZ.VB_Description = "Class X, Y or Z by how steadily the product sells. Example: =JXC_XYZ(A2)"
    JXC_XYZ = JxcCall("JXC_XYZ", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_AGE(ByVal sku As Variant) As Variant
Attribute JXC_AGE.VB_Description = "Average age in days of the goods on hand. Example: =JXC_AGE(A2)"
    JXC_AGE = JxcCall("JXC_AGE", Array(JxcBook(), JxcIn(sku)))
End Function

Public Function JXC_SLOW(Optional ByVal idle_days As Variant) As Variant
Attribute JXC_SLOW.VB_Description = "Slow movers and what to do about them, as in Slow movers. Example: =JXC_SLOW(90)"
    JXC_SLOW = JxcCall("JXC_SLOW", Array(JxcBook(), JxcIn(idle_days)))
End Function

Public Function JXC_SUPPLIERSCORE(ByVal supplier_code As Variant) As Variant
Attribute JXC_SUPPLIERSCORE.VB_Description = "A supplier's score from 0 to 1: on time, sound, in full, price. Example: =JXC_SUPPLIERSCORE(""S1"")"
    JXC_SUPPLIERSCORE = JxcCall("JXC_SUPPLIERSCORE", Array(JxcBook(), JxcIn(supplier_code)))
End Function
