using System.ComponentModel;
using System.Diagnostics;
using System.Xml;
using System.Xml.Linq;

namespace Kappa.Worker;

/// <summary>
/// The project of a topology: finds what was built from it, and builds it where that is older than its sources.
/// </summary>
internal static class TopologyProject
{
    private const string Release = "Release";
    private const string Debug = "Debug";

    private static readonly string[] SharedFiles =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    /// <summary>Gives the assembly for a path that a user names, built if need be.</summary>
    /// <param name="path">A folder with one project, a .csproj, or a .dll.</param>
    /// <param name="notice">Is told when a build begins.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <returns>Full path of the .dll.</returns>
    public static async Task<string> ResolveAsync(
        string path, Action<string>? notice, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full) && Path.GetExtension(full).Equals(".dll", StringComparison.OrdinalIgnoreCase))
        {
            return full;
        }

        string project = FindProject(path, full);
        DateTime newest = NewestSource(project, []);
        foreach (string configuration in new[] { Release, Debug })
        {
            if (FindOutput(project, configuration) is { } output && File.GetLastWriteTimeUtc(output) >= newest)
            {
                NoticeDebug(configuration, path, notice);
                return output;
            }
        }

        notice?.Invoke($"Building {path} ...");
        string built = await BuildAsync(project, cancellationToken);

        // A build that finds nothing to do leaves the file as it was; this one is as new as the sources.
        File.SetLastWriteTimeUtc(built, TimeProvider.System.GetUtcNow().UtcDateTime);
        return built;
    }

    /// <summary>What was just built is not built again; that it is slower should be known.</summary>
    private static void NoticeDebug(string configuration, string path, Action<string>? notice)
    {
        if (configuration == Debug)
        {
            notice?.Invoke(
                $"Taking the Debug build of {path}, which is slower: dotnet build --configuration Release makes the " +
                "fast one.");
        }
    }

    private static string FindProject(string path, string full)
    {
        if (File.Exists(full) && Path.GetExtension(full).Equals(".csproj", StringComparison.OrdinalIgnoreCase))
        {
            return full;
        }

        string[] projects = Directory.Exists(full) ? Directory.GetFiles(full, "*.csproj") : [];
        return projects.Length switch
        {
            0 => throw WorkerErrors.NothingToRun(path),
            1 => projects[0],
            _ => throw WorkerErrors.SeveralProjects(path, projects),
        };
    }

    /// <summary>
    /// Looks where builds put their output: below the project, or in the artifacts folder of the tree.
    /// </summary>
    private static string? FindOutput(string project, string configuration)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        var candidates = new List<string>();
        string? folder = Path.GetDirectoryName(project);
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string bin = Path.Combine(
                folder, "artifacts", "bin", name, configuration.ToLowerInvariant(), name + ".dll");
            if (File.Exists(bin))
            {
                candidates.Add(bin);
            }
        }

        string own = Path.Combine(Path.GetDirectoryName(project)!, "bin", configuration);
        if (Directory.Exists(own))
        {
            candidates.AddRange(Directory.EnumerateFiles(own, name + ".dll", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) is not ("ref" or "refint")));
        }

        return candidates.MaxBy(File.GetLastWriteTimeUtc);
    }

    private static DateTime NewestSource(string project, HashSet<string> seen)
    {
        DateTime newest = File.GetLastWriteTimeUtc(project);
        if (!seen.Add(project))
        {
            return newest;
        }

        string folder = Path.GetDirectoryName(project)!;
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsBuildOutput(Path.GetRelativePath(folder, file))))
        {
            newest = Later(newest, file);
        }

        for (string? above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            newest = SharedFiles.Select(shared => Path.Combine(above, shared)).Aggregate(newest, Later);
        }

        foreach (string referenced in References(project, folder))
        {
            DateTime theirs = NewestSource(referenced, seen);
            newest = theirs > newest ? theirs : newest;
        }

        return newest;
    }

    private static DateTime Later(DateTime newest, string file) =>
        File.Exists(file) && File.GetLastWriteTimeUtc(file) is var time && time > newest ? time : newest;

    private static bool IsBuildOutput(string relative) =>
        relative.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    /// <summary>
    /// The other projects it is built from. Kappa's own come from this process, whatever their sources say.
    /// </summary>
    private static List<string> References(string project, string folder)
    {
        try
        {
            return [.. XDocument.Load(project).Descendants()
                .Where(element => element.Name.LocalName == "ProjectReference")
                .Select(element => (string?)element.Attribute("Include") ?? "")
                .Where(include => include.Length > 0 && !include.Contains("$(", StringComparison.Ordinal) &&
                    !Path.GetFileName(include.Replace('\\', '/')).StartsWith("Kappa.", StringComparison.Ordinal))
                .Select(include => Path.GetFullPath(Path.Combine(folder, include.Replace('\\', '/'))))
                .Where(File.Exists)];
        }
        catch (XmlException)
        {
            return []; // The build says what is wrong with it.
        }
    }

    private static async Task<string> BuildAsync(string project, CancellationToken cancellationToken)
    {
        (int exit, string output) = await RunAsync(
            [
                "build", project, "--configuration", Release, "--nologo", "-verbosity:quiet",
                "-property:CopyLocalLockFileAssemblies=true", // A library has its packages beside it only where told.
                "-consoleLoggerParameters:NoSummary;ErrorsOnly",
            ],
            cancellationToken);
        if (exit != 0)
        {
            throw WorkerErrors.BuildFailed(project, output);
        }

        (exit, string target) = await RunAsync(
            ["msbuild", project, $"-property:Configuration={Release}", "-getProperty:TargetPath"], cancellationToken);
        return exit == 0 && File.Exists(target.Trim())
            ? target.Trim() : throw WorkerErrors.BuildFailed(project, target);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // Build servers would keep our pipes open after the build has ended.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception error)
        {
            throw WorkerErrors.NoBuildTool(error);
        }
    }
}
