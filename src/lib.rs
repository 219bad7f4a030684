//! Personalization that runs in the shopper's own browser: the model format and the ranking core.
