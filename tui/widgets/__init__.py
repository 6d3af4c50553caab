"""What the screens are made of. Widgets get values and post messages; they decide nothing."""
