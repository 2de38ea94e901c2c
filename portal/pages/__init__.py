"""Page types. A page shows what the rooms know; it holds no rule and no data of theirs."""
