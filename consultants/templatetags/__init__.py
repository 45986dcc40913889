"""What the secretariat's templates ask for."""
