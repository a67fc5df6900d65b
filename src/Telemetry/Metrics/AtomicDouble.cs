namespace Inference.Telemetry.Metrics;

internal static class AtomicDouble
{
    public static void Add(ref double location, double amount)
    {
        var seen = Volatile.Read(ref location);
        while (true)
        {
            var previous = Interlocked.CompareExchange(ref location, seen + amount, seen);

            // by bits: a NaN, once in, would never equal itself and the loop would not end
            if (BitConverter.DoubleToInt64Bits(previous) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = previous;
        }
    }
}
