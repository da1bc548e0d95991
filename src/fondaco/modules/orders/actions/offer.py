"""What the other rooms say about the lines of a cart: goods, prices, promises; each asked once for all lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import Board
from fondaco.modules.availability.types import AvailabilityRequest, ReservationLine, ScheduleLine
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Product
from fondaco.modules.orders.model import amounts
from fondaco.modules.orders.model.goods import Goods, quantity_problems
from fondaco.modules.orders.types import Cart, CartLine, CartLineView, CartView
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from fondaco.platform.transaction import Tx
