"""Known answers of other systems and textbooks, run through the real engine: ``python -m tests.cases FILE.json``.

    reading    a file of cases; policies that the product refuses
    schedule   moments, products, lots: how a case's events come about in a book
    entries    each event as the entry rows a user would type
    shop       a book that is entered, posted, undone, closed
    figures    what the book shows: balances, costs, layers, shares
    checks     what a case expects, held against that
    running    a case from its text to its verdict

What a figure must be. A case with ``policy.round`` or ``alloc_round`` is booked with so many money digits, any other
with six, and states exact fractions. A figure that the book can hold must be met exactly; one that it cannot (a third)
within half a minor unit for each entry made so far, which is what their rounding may come to. Where the case says
``*_dp``, the figure rounded half-up to that many decimals must be the case's: half a unit of the last place it gives.
A unit cost is held against value and quantity, since only they are kept. Every run must also keep all laws of the
self-check.
"""
