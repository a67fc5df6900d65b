using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Admission;

/// <summary>
/// Admits a request to a component, or says why not, before its body is read. Its place in the queue it takes once the body is there
/// (<see cref="Ticket.TakePlace"/>): callers who send a byte a second would otherwise hold all of them.
/// </summary>
internal static class Desk
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(1);

    /// <summary>A ticket, owned by the caller; or the refusal.</summary>
    public static bool TryAdmit(Component component, [NotNullWhen(true)] out Ticket? ticket, [NotNullWhen(false)] out InferenceError? refusal)
    {
        ticket = null;
        if (!component.TryLease(out var generation))
        {
            refusal = NotReady(component);
            return false;
        }

        if (generation.Model.Fault is { } fault)
        {
            generation.Release();
            refusal = NotReady(component, ComponentState.Failed, fault.Message);
            return false;
        }

        if (generation.IsFull)
        {
            generation.Release();
            refusal = Full(generation);
            return false;
        }

        refusal = null;
        ticket = new Ticket(component, generation);
        return true;
    }

    /// <summary>Of a queue without a free place.</summary>
    public static InferenceError Full(Generation generation) =>
        new(ErrorCode.QueueFull, $"{generation.Spec.Concurrency} requests run and {generation.Spec.QueueLength} wait: no more are taken now") { RetryAfter = SoonAgain };

    /// <summary>Why a component that has no generation, or one that runs nothing, does not serve.</summary>
    public static InferenceError NotReady(Component component)
    {
        // what is said may be behind what is
        var (state, message) = component.Current?.Model.Fault is { } fault
            ? (ComponentState.Failed, fault.Message)
            : (component.Status.State, component.Status.Message);
        return NotReady(component, state, message);
    }

    /// <summary>As callers of the public listener are told: paths of this machine, and what a program said, are for those who run it, in the status and the log.</summary>
    public static InferenceError InPublic(InferenceError error, Component component) =>
        error.Code == ErrorCode.ModelNotReady ? NotReadyInPublic(component) : error;

    /// <summary>As <see cref="NotReady(Component)"/>, for callers of the public listener.</summary>
    public static InferenceError NotReadyInPublic(Component component)
    {
        var status = component.Status;
        var (state, message) = component.Current?.Model.Fault is not null ? (ComponentState.Failed, "its processes end while they start") : (status.State, status.Reason switch
        {
            "ModelMissing" => "its model is not in its box yet",
            "ModelChanging" => "its model is being written",
            "LoadFailed" => "its model could not be loaded",
            "AdapterNotReady" => "its processes cannot be started yet",
            _ => "",
        });
        return NotReady(component, state, message);
    }

    private static InferenceError NotReady(Component component, ComponentState state, string message)
    {
        var because = message.Length == 0 ? "" : $": {message}";
        return new InferenceError(ErrorCode.ModelNotReady, $"component {component.Spec.FullName} is {state.WireName()}{because}") { RetryAfter = SoonAgain };
    }
}
