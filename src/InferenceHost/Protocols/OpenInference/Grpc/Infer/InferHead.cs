using System.Buffers;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>Whom a <c>ModelInferRequest</c> asks.</summary>
internal readonly record struct InferHead(string Name, string Version)
{
    /// <summary>The name, where the message begins with it as all known writers have it; null where that cannot be seen yet.</summary>
    /// <param name="beginning">Of the message.</param>
    /// <param name="known">What it probably is.</param>
    public static string? PeekName(in ReadOnlySequence<byte> beginning, string known)
    {
        var reader = new ProtoReader(beginning);
        if (!reader.Next(out var field, out var type) || field != InferFields.ModelName || type != WireType.Bytes)
            return null;
        var name = reader.Text(known);
        return reader.Failed ? null : name;
    }

    /// <summary>False where the message is malformed.</summary>
    /// <param name="message">All of it.</param>
    /// <param name="known">What the name probably is.</param>
    /// <param name="head">Empty where it says nothing.</param>
    public static bool TryRead(in ReadOnlySequence<byte> message, string known, out InferHead head)
    {
        var (name, version) = ("", "");
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var type))
        {
            if (field == InferFields.ModelName && type == WireType.Bytes)
                name = reader.Text(known);
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
