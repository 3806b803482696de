"""The pure planning core: a problem goes in, a verified plan with its proven bound comes out."""
