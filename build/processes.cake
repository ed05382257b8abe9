#nullable enable
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;

/// Runs the programs of the build. Every one of them ends with this process, however it is stopped.
public sealed class Commands
{
    private const int Sigterm = 15, Sigkill = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly List<Running> _running = [];
    private readonly List<PosixSignalRegistration> _signals = [];
    private bool _stopping;

    // A group of its own is told apart from everything else, so that all of it can be ended, grandchildren included.
    private sealed record Running(Process Process, bool OwnGroup);

    public Commands(string root)
    {
        Root = root;
        // Ctrl-C reaches the whole group of processes by itself; the others reach this one alone.
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, passOn: false)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, passOn: true)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, passOn: true)));
    }

    /// The root of the repository.
    public string Root { get; }

    /// Runs a step of the build; throws when it fails.
    public void Run(string program, string arguments, string folder = "")
    {
        var exitCode = Wait(new ProcessStartInfo(program, arguments) { WorkingDirectory = System.IO.Path.Combine(Root, folder) });
        if (_stopping)
            Environment.Exit(130);
        if (exitCode != 0)
            throw new InvalidOperationException($"'{program} {arguments}' in '{(folder == "" ? "." : folder)}' ended with exit code {exitCode}.");
    }

    /// Runs the program that the target is about until it ends or a signal stops it; its exit code is the target's.
    public int Foreground(string program, IReadOnlyList<string> arguments) =>
        Wait(new ProcessStartInfo(program, arguments) { WorkingDirectory = Root });

    /// Runs a program with its output in a file; null when it did not end within the time limit. Nothing of it is left afterwards.
    public int? Logged(string program, string arguments, string folder, string logFile, TimeSpan limit, IReadOnlyDictionary<string, string> environment)
    {
        // The shell writes the file, so that nothing that the program leaves behind can hold this process up.
        var start = new ProcessStartInfo("setsid", ["sh", "-c", $"exec {program} {arguments} >\"$0\" 2>&1 </dev/null", logFile])
        {
            WorkingDirectory = System.IO.Path.Combine(Root, folder),
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var running = Start(start, ownGroup: true);
        var ended = running.Process.WaitForExit(limit);
        _ = kill(-running.Process.Id, Sigkill);
        running.Process.WaitForExit();
        End(running);
        if (_stopping)
            Environment.Exit(130);
        return ended ? running.Process.ExitCode : null;
    }

    private int Wait(ProcessStartInfo start)
    {
        var running = Start(start, ownGroup: false);
        running.Process.WaitForExit();
        End(running);
        return running.Process.ExitCode;
    }

    private Running Start(ProcessStartInfo start, bool ownGroup)
    {
        start.UseShellExecute = false;
        // No compiler or build server may outlive the build.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        lock (_running)
        {
            if (_stopping)
                Environment.Exit(130);
            var running = new Running(Process.Start(start)!, ownGroup);
            _running.Add(running);
            return running;
        }
    }

    private void End(Running running)
    {
        lock (_running)
            _running.Remove(running);
    }

    private void Stop(PosixSignalContext context, bool passOn)
    {
        context.Cancel = true;
        lock (_running)
        {
            _stopping = true;
            if (_running.Count == 0)
                Environment.Exit(130);
            foreach (var (process, ownGroup) in _running)
            {
                if (ownGroup)
                    _ = kill(-process.Id, Sigkill);
                else if (passOn)
                    _ = kill(process.Id, Sigterm);
                // One that does not listen is killed with its own children.
                _ = new Timer(_ => process.Kill(entireProcessTree: true), null, Patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int processId, int signal);
}
