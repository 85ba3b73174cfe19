"""How what is online is corrected by those who may not publish: they propose, an editor accepts."""
