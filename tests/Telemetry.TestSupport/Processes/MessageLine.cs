using System.Text.Json;

namespace Telemetry.TestSupport.Processes;

/// <summary>One JSON object a line: how the processes of a run talk over stdin and stdout.</summary>
public static class MessageLine
{
    /// <summary>The next message, or null at the end of the input.</summary>
    public static T? Read<T>(TextReader reader) where T : class =>
        reader.ReadLine() is { } line ? Parse<T>(line) : null;

    /// <exception cref="InvalidDataException">The line is not such a message.</exception>
    public static T Parse<T>(string line) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Expected a {typeof(T).Name} as one line of JSON, found: {line}", exception);
        }
    }

    public static string Of<T>(T message) => JsonSerializer.Serialize(message);

    public static void Write<T>(TextWriter writer, T message)
    {
        writer.WriteLine(Of(message));
        writer.Flush();
    }
}
