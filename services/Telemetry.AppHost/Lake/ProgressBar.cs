using System.Globalization;

namespace Telemetry.AppHost.Lake;

/// <summary>Shows how far a task is: one line that grows on a terminal, a line for each quarter elsewhere.</summary>
internal sealed class ProgressBar(string task, TextWriter output, bool isTerminal) : IProgress<double>
{
    private const int Width = 30, Quarters = 4;
    private readonly Lock _gate = new();
    private int _shown = -1;

    public void Report(double value)
    {
        var steps = isTerminal ? 100 : Quarters;
        var step = (int)(Math.Clamp(value, 0, 1) * steps);
        lock (_gate)
        {
            if (step <= _shown) return;
            _shown = step;
            var percent = string.Create(CultureInfo.InvariantCulture, $"{step * 100 / steps,3} %");
            if (!isTerminal)
            {
                output.WriteLine($"  {task}  {percent}");
                return;
            }
            var filled = step * Width / steps;
            output.Write($"\r  {task}  [{new string('#', filled)}{new string('-', Width - filled)}] {percent}{(step == steps ? Environment.NewLine : "")}");
            output.Flush();
        }
    }
}
