// Each tool starts by itself: one that fails leaves the others alone.

brobygger.start(decision);
brobygger.start(roles);
brobygger.start(checklist);
brobygger.start(assessment);
