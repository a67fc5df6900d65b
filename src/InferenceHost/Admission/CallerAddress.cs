using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace InferenceHost.Admission;

/// <summary>
/// Where a caller comes from, as far as callers are told apart: an IPv4 address, or the /64 of an IPv6 address, since whoever has one of these has all of its addresses.
/// </summary>
internal readonly record struct CallerAddress
{
    // nobody calls from a multicast prefix
    private const ulong IPv4 = 0xFFFF_0000_0000_0000;
    private const int LongestAddress = 16;
    private readonly ulong prefix;

    private CallerAddress(ulong prefix) => this.prefix = prefix;

    /// <summary>Null where the transport knows none.</summary>
    public static CallerAddress Of(IPAddress? address)
    {
        if (address is null)
            return default;
        Span<byte> bytes = stackalloc byte[LongestAddress];
        _ = address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new CallerAddress(IPv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes));
        return new CallerAddress(address.IsIPv4MappedToIPv6 ? IPv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) : BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
