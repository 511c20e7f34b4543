/// An application that knows nothing of what moves it: server-rendered pages over one schema.
package com.example.lending;
