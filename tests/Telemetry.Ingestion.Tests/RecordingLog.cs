using Microsoft.Extensions.Logging;

namespace Telemetry.Ingestion.Tests;

/// <summary>Keeps the lines of all of a node's loggers.</summary>
internal sealed class RecordingLog : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    public IReadOnlyList<(LogLevel Level, string Text)> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _lines.Add((logLevel, formatter(state, exception)));
    }

    public void Dispose()
    {
    }
}
