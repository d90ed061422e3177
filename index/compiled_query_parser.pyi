from index.query_parser import clean as clean
from index.query_parser import parse as parse
