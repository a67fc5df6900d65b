using System.Buffers.Binary;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>An ONNX model that answers with its own version, whatever it is asked; Models/make.py wrote it.</summary>
internal static class VersionModel
{
    public const string Body = """{"inputs":[{"name":"x","datatype":"INT64","shape":[1],"data":[0]}]}""";

    private const long Placeholder = 0x7E57_7E57_7E57_7E57;
    private static readonly byte[] Template = File.ReadAllBytes(TestModels.PathOf("version"));

    /// <summary>The file of that version; all are of one size.</summary>
    public static byte[] Of(long version)
    {
        var model = Template.ToArray();
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Placeholder);
        var at = model.AsSpan().IndexOf(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(model.AsSpan(at), version);
        return model;
    }

    /// <summary>The version in an answer.</summary>
    public static long Read(ReadOnlySpan<byte> answer)
    {
        // {"outputs":[{"name":"version","datatype":"INT64","shape":[1],"data":[7]}]}
        var data = answer[(answer.LastIndexOf("\"data\":["u8) + 8)..];
        return long.Parse(data[..data.IndexOf((byte)']')]);
    }
}
