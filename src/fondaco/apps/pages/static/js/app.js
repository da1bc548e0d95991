// Entry of every page: each module listens on the document once, so that swapped fragments work without set-up.
import "./swap.js";
import "./suggest.js";
import "./quantity.js";
import "./overlay.js";
import "./live.js";
import "./keys.js";
