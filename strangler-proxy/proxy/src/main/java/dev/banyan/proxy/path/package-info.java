/// The data path: connections, exchanges, pools and the write hold, each confined to one event
/// loop.
@NullMarked
package dev.banyan.proxy.path;

import org.jspecify.annotations.NullMarked;
