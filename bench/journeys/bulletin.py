from bench.journeys.hand import Hand


def write_bulletin(hand: Hand, database: str) -> Hand:
    return hand
