package dev.banyan.proxy.path;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The sockets that listen on one address, as Linux numbers them: in the order in which they began,
/// and the last one takes the number of one that is closed.
final class ReusePort {

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    private static final short RETURN_CONSTANT = 0x06;
    private static final int INSTRUCTION_BYTES = 8;
    private static final int PROGRAM_BYTES = 16;

    private ReusePort() {}

    /// Sends all new connections to the socket with a number. When there is none with that number,
    /// they are spread as if nothing had been said.
    ///
    /// @param descriptor of any socket of the address
    /// @return whether the kernel does so
    static boolean prefer(int descriptor, int number) {
        try (var arena = Arena.ofConfined()) {
            var program = program(arena, number);
            return (int)
                            setSocketOption()
                                    .invokeExact(
                                            descriptor,
                                            SOL_SOCKET,
                                            SO_ATTACH_REUSEPORT_CBPF,
                                            program,
                                            PROGRAM_BYTES)
                    == 0;
        } catch (Throwable unsupported) {
            System.getLogger(ReusePort.class.getName())
                    .log(System.Logger.Level.DEBUG, "No preference among listeners.", unsupported);
            return false;
        }
    }

    /// One instruction of the classic packet filter, `ret #number`, in a `struct sock_fprog`.
    private static MemorySegment program(Arena arena, int number) {
        var instruction = arena.allocate(INSTRUCTION_BYTES, Long.BYTES);
        instruction.set(ValueLayout.JAVA_SHORT, 0, RETURN_CONSTANT);
        instruction.set(ValueLayout.JAVA_INT, Integer.BYTES, number);
        var program = arena.allocate(PROGRAM_BYTES, Long.BYTES);
        program.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
        program.set(ValueLayout.ADDRESS, Long.BYTES, instruction);
        return program;
    }

    @SuppressWarnings("restricted") // The manifest allows native access, which Netty needs too.
    private static MethodHandle setSocketOption() {
        var linker = Linker.nativeLinker();
        var address = linker.defaultLookup().find("setsockopt").orElseThrow();
        return linker.downcallHandle(
                address,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
    }
}
