using System.Buffers;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>Whom a <c>ModelInferRequest</c> asks.</summary>
internal readonly record struct InferHead(string Name, string Version)
{
    /// <summary>The name, where the message begins with it as all known writers have it; null where that cannot be seen yet.</summary>
    public static string? PeekName(in ReadOnlySequence<byte> beginning)
    {
        var reader = new ProtoReader(beginning);
        if (!reader.Next(out var field, out var type) || field != InferFields.ModelName || type != WireType.Bytes)
            return null;
        var name = reader.Text();
        return reader.Failed ? null : name;
    }

    /// <summary>False where the message is malformed.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> message, out InferHead head)
    {
        var (name, version) = ("", "");
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var type))
        {
            if (field == InferFields.ModelName && type == WireType.Bytes)
                name = reader.Text();
            else if (field == InferFields.ModelVersion && type == WireType.Bytes)
                version = reader.Text();
            else
                reader.Skip(type);
        }

        head = new InferHead(name, version);
        return !reader.Failed;
    }

    /// <summary>The request's id; empty where there is none.</summary>
    public static string IdOf(in ReadOnlySequence<byte> message)
    {
        var id = "";
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var type))
        {
            if (field == InferFields.Id && type == WireType.Bytes)
                id = reader.Text();
            else
                reader.Skip(type);
        }

        return id;
    }
}
