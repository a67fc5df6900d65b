namespace Inference.Contracts;

/// <summary>
/// Element types of a <see cref="Tensor"/>: those of the Open Inference Protocol (<see cref="Bool"/> to <see cref="Bytes"/>),
/// BF16, and the platform's own <see cref="Str"/>, <see cref="Dict"/> and <see cref="File"/>.
/// </summary>
public enum DataType : byte
{
    /// <summary><c>BOOL</c>: one byte, 0 or 1.</summary>
    Bool,

    /// <summary><c>UINT8</c></summary>
    UInt8,

    /// <summary><c>UINT16</c></summary>
    UInt16,

    /// <summary><c>UINT32</c></summary>
    UInt32,

    /// <summary><c>UINT64</c></summary>
    UInt64,

    /// <summary><c>INT8</c></summary>
    Int8,

    /// <summary><c>INT16</c></summary>
    Int16,

    /// <summary><c>INT32</c></summary>
    Int32,

    /// <summary><c>INT64</c></summary>
    Int64,

    /// <summary><c>FP16</c>: IEEE 754 binary16.</summary>
    Fp16,

    /// <summary><c>BF16</c>: the upper half of an IEEE 754 binary32.</summary>
    Bf16,

    /// <summary><c>FP32</c>: IEEE 754 binary32.</summary>
    Fp32,

    /// <summary><c>FP64</c>: IEEE 754 binary64.</summary>
    Fp64,

    /// <summary><c>BYTES</c>: elements of any length; text is UTF-8.</summary>
    Bytes,

    /// <summary><c>str</c>: one bare string, UTF-8. The shape is the caller's and unchecked.</summary>
    Str,

    /// <summary><c>dict</c>: one JSON object, UTF-8. The shape is the caller's and unchecked.</summary>
    Dict,

    /// <summary><c>FILE</c>: the local path of a file, UTF-8, with a content type. The shape is the caller's and unchecked.</summary>
    File,
}
