"""What tests share: small models, short runs, intervals, known answers. No test stands here."""
