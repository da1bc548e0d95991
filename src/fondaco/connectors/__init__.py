"""One room per outside format or system: translate, then call the doors of the rooms."""
