from index.pieces import Pieces as Pieces
