using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Telemetry.Grpc.Errors;

namespace Telemetry.Live.Hub;

/// <summary>Who asks for a stream.</summary>
/// <param name="Tenant">Tenant of the signed-in user; "" without one.</param>
/// <param name="User">Name of the signed-in user, else the caller's address.</param>
internal readonly record struct Caller(string Tenant, string User);

/// <summary>Counts the streams of the node, of each tenant and of each user, and refuses those beyond the caps.</summary>
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
        (string Subject, int Limit, string Whose)[] caps =
        [
            ("node", _options.MaxStreams, "this node"),
            ($"tenant:{caller.Tenant}", caller.Tenant.Length == 0 ? int.MaxValue : _options.MaxStreamsPerTenant, $"tenant '{caller.Tenant}' on this node"),
            ($"user:{caller.User}", _options.MaxStreamsPerUser, $"'{caller.User}' on this node"),
        ];
        lock (_gate)
        {
            foreach (var (subject, limit, whose) in caps)
            {
                if (_streams.GetValueOrDefault(subject) >= limit)
                    throw new LimitReachedException(subject, $"All {limit:N0} streams of {whose} are in use. End one that is not needed, or try again later.", RetryAfter);
            }
            foreach (var (subject, _, _) in caps)
                CollectionsMarshal.GetValueRefOrAddDefault(_streams, subject, out _)++;
        }
        return new Admission(this, [.. caps.Select(cap => cap.Subject)]);
    }

    private void Leave(string[] subjects)
    {
        lock (_gate)
        {
            foreach (var subject in subjects)
            {
                if (--CollectionsMarshal.GetValueRefOrAddDefault(_streams, subject, out _) == 0)
                    _streams.Remove(subject);
            }
        }
    }

    private sealed class Admission(StreamLimits limits, string[] subjects) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
                limits.Leave(subjects);
            _left = true;
        }
    }
}
