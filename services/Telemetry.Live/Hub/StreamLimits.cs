using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Telemetry.Grpc.Errors;

namespace Telemetry.Live.Hub;

/// <summary>Counts the streams of the node, of each tenant and of each user or address, and refuses those beyond the caps.</summary>
internal sealed class StreamLimits(IOptions<HubOptions> options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private readonly HubOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _streams = [];

    /// <summary>Admits a stream until the result is disposed.</summary>
    /// <exception cref="LimitReachedException">A cap is reached; the message says which.</exception>
    public IDisposable Enter(Caller caller)
    {
        Cap[] caps = [.. CapsOf(caller)];
        lock (_gate)
        {
            foreach (var cap in caps)
            {
                if (_streams.GetValueOrDefault(cap.Subject) >= cap.Limit)
                    throw new LimitReachedException(cap.Subject, $"All {cap.Limit:N0} streams of {cap.Whose} are in use. End one that is not needed, or try again later.", RetryAfter);
            }
            foreach (var cap in caps)
                CollectionsMarshal.GetValueRefOrAddDefault(_streams, cap.Subject, out _)++;
        }
        return new Admission(this, caps);
    }

    private IEnumerable<Cap> CapsOf(Caller caller)
    {
        yield return new Cap("node", _options.MaxStreams, "this node");
        foreach (var tenant in caller.Scope.Tenants)
            yield return new Cap($"tenant:{tenant}", _options.MaxStreamsPerTenant, $"tenant '{tenant}' on this node");
        yield return caller.User is { } user
            ? new Cap($"user:{user}", _options.MaxStreamsPerUser, $"'{user}' on this node")
            : new Cap($"address:{caller.Address}", _options.MaxStreamsPerAddress, $"'{caller.Address}' on this node");
    }

    private void Leave(Cap[] caps)
    {
        lock (_gate)
        {
            foreach (var cap in caps)
            {
                if (--CollectionsMarshal.GetValueRefOrAddDefault(_streams, cap.Subject, out _) == 0)
                    _streams.Remove(cap.Subject);
            }
        }
    }

    /// <summary>One of the caps that a stream counts against.</summary>
    private readonly record struct Cap(string Subject, int Limit, string Whose);

    private sealed class Admission(StreamLimits limits, Cap[] caps) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
                limits.Leave(caps);
            _left = true;
        }
    }
}
