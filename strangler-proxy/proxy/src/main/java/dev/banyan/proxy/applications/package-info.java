/// Makes two applications look like one to a client: cookies and redirects.
@NullMarked
package dev.banyan.proxy.applications;

import org.jspecify.annotations.NullMarked;
