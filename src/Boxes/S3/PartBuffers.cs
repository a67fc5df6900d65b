using System.Buffers;

namespace Inference.Boxes.S3;

/// <summary>
/// Buffers for the parts of large files. Not the shared pool: that keeps some for every thread and processor, and a part is rented on one thread and given
/// back on another, which makes hundreds of megabytes of them.
/// </summary>
internal static class PartBuffers
{
    private const int Largest = 64 << 20;
    private const int Kept = 4;
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(Largest, Kept);

    public static byte[] Rent(int size) => Pool.Rent(size);

    public static void Return(byte[] buffer) => Pool.Return(buffer);
}
