using BenchmarkDotNet.Attributes;
using Inference.Micro.Requests;
using InferenceHost.Admission;
using InferenceHost.Admission.Passwords;
using InferenceHost.Components;
using InferenceHost.Protocols;
using InferenceHost.Protocols.Authentication;
using InferenceHost.Publishing;

namespace Inference.Micro.Admission;

/// <summary>What stands between a request's head and its body.</summary>
public class Entering
{
    private const string Header = "Basic Ym9iOnJpZ2h0";
    private static readonly string[] Headers = [new(Header), new(Header)];
    private readonly Gate gate = new();
    private readonly PasswordDesk passwords = new(TimeProvider.System);
    private readonly ApiAccess access = new() { Users = new UserList(new Dictionary<string, ReadOnlyMemory<byte>> { ["bob"] = "right"u8.ToArray() }) };
    private readonly HttpCall call = new();
    private readonly MemoryConnection connection = new("/", "application/json", []);
    private MemoryHost host = null!;
    private Component component = null!;
    private int times;

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        host = await MemoryHost.StartAsync();
        component = host.Component("null");
        call.Begin(connection);
        connection.Headers.Authorization = Header;
        var known = await new Doorkeeper(passwords).AdmitAsync(call, access);
        if (known.Caller != "bob")
            throw new InvalidOperationException("the caller was not let in");
    }

    [GlobalCleanup]
    public async Task EndAsync()
    {
        call.Dispose();
        passwords.Dispose();
        await host.DisposeAsync();
    }

    /// <summary>Through the gate and out.</summary>
    [Benchmark]
    public bool PassGate()
    {
        var isOpen = gate.TryEnter();
        gate.Leave();
        return isOpen;
    }

    /// <summary>A ticket, with its place in the queue.</summary>
    [Benchmark]
    public bool TakeTicket()
    {
        if (!Desk.TryAdmit(component, out var ticket, out _))
            return false;
        using (ticket)
            return ticket.TakePlace() is null;
    }

    /// <summary>A caller who was seen before, on the same connection.</summary>
    [Benchmark]
    public bool Recall() => Doorkeeper.TryAdmit(call, access, out _);

    /// <summary>A caller who was seen before, on another connection.</summary>
    [Benchmark]
    public bool RecallElsewhere()
    {
        connection.Headers.Authorization = Headers[++times % 2];
        return Doorkeeper.TryAdmit(call, access, out _);
    }
}
