using Microsoft.Extensions.Options;
using Telemetry.ServiceDefaults;

namespace Telemetry.Chat.History;

/// <summary>Chooses the history's database by the settings; the only place that does.</summary>
internal static class HistoryRegistration
{
    public static void AddChatHistory(this IServiceCollection services)
    {
        services.AddSingleton<IChatHistory>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ChatOptions>>().Value;
            if (string.IsNullOrWhiteSpace(options.HistoryPostgres))
                return new SqliteHistory(options.HistoryFile ?? DefaultFile(), provider.GetRequiredService<TimeProvider>());
            try
            {
                return new PostgresHistory(options.HistoryPostgres);
            }
            catch (ArgumentException)
            {
                // Not the value: it holds a password.
                throw new InvalidSettingException($"{ChatOptions.Section}:{nameof(ChatOptions.HistoryPostgres)}", "…", "must be a connection string such as Host=db;Database=telemetry;Username=chat");
            }
        });
        services.AddHostedService<HistoryPreparation>();
    }

    private static string DefaultFile() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "telemetry", "chat-history.db");
}

/// <summary>Makes the tables before the first question comes.</summary>
internal sealed partial class HistoryPreparation(IChatHistory history, TimeProvider time, ILogger<HistoryPreparation> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Tried once while the host starts, so that usually everything is ready; a database that is down must not keep chat down.
        if (!await TryAsync(cancellationToken)) await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do await Task.Delay(Pause, time, stoppingToken);
        while (!await TryAsync(stoppingToken));
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await history.PrepareAsync(cancellationToken);
            return true;
        }
        catch (HistoryUnavailableException exception)
        {
            LogNotReady(Pause.TotalSeconds, exception);
            return false;
        }
    }

    [LoggerMessage(EventId = 3203, Level = LogLevel.Error, Message = "The chat history can't be used; conversations are not kept. Tried again in {Seconds} s.")]
    private partial void LogNotReady(double seconds, Exception exception);
}
