using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Admission;

/// <summary>Admits a request to a component, or says why not, before its body is read.</summary>
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

        if (!generation.TryTakePlace())
        {
            generation.Release();
            refusal = new InferenceError(
                ErrorCode.QueueFull,
                $"{generation.Spec.Concurrency} requests run and {generation.Spec.QueueLength} wait: no more are taken now")
            {
                RetryAfter = SoonAgain,
            };
            return false;
        }

        refusal = null;
        ticket = new Ticket(component, generation);
        return true;
    }

    /// <summary>Why a component that has no generation does not serve.</summary>
    public static InferenceError NotReady(Component component)
    {
        var status = component.Status;
        var message = status.Message.Length == 0 ? status.State.WireName() : $"{status.State.WireName()}: {status.Message}";
        return new InferenceError(ErrorCode.ModelNotReady, $"component {component.Spec.FullName} is {message}") { RetryAfter = SoonAgain };
    }
}
