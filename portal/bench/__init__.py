"""`make bench`: what the portal's own paths cost, each beside the least SQL that gives the same answer.

Times differ between machines, ratios much less: what is measured and its floor take turns, the first turn is thrown
away, and medians are compared. Before anything is timed both must give the same answer.
"""
