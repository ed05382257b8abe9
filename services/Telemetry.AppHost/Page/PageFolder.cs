using Telemetry.ServiceDefaults;

namespace Telemetry.AppHost.Page;

/// <summary>Finds the built page.</summary>
internal static class PageFolder
{
    private const string BuiltPage = "web-angular/dist";

    /// <summary>The folder that was asked for, or the <c>web-angular/dist</c> next to or above this program.</summary>
    /// <exception cref="InvalidSettingException">There is no index.html in it.</exception>
    public static string Locate(string? asked)
    {
        if (asked is not null)
        {
            return HasIndex(asked)
                ? Path.GetFullPath(asked)
                : throw new InvalidSettingException("--page", asked, "must be a folder with an index.html in it");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, BuiltPage);
            if (HasIndex(built)) return built;
        }

        throw new InvalidSettingException("--page", BuiltPage, "has no index.html yet: build the page with 'dotnet cake --target=Web', or name another folder");
    }

    private static bool HasIndex(string folder) => File.Exists(Path.Combine(folder, "index.html"));
}
