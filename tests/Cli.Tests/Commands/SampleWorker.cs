using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>The sample topology as a build leaves it, and a worker in this process that runs it.</summary>
internal static class SampleWorker
{
    /// <summary>Copies the sample to a folder of its own.</summary>
    /// <param name="folder">Is made.</param>
    /// <param name="more">Name of one more library there, which changes the hash; null for none.</param>
    /// <returns>The .dll with the topologies.</returns>
    public static string Build(string folder, string? more = null)
    {
        string directory = Directory.CreateDirectory(folder).FullName;
        string file = Path.Combine(directory, "FlightDelays.dll");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll"), file);
        if (more is not null)
        {
            File.Copy(file, Path.Combine(directory, more));
        }

        return file;
    }

    /// <summary>Makes the topics that the sample reads.</summary>
    public static async Task CreateTopicsAsync(string data)
    {
        await Cli.RunAsync("topic", "create", "flights", "--partitions", "1", "--dir", data);
        await Cli.RunAsync("topic", "create", "airports", "--partitions", "1", "--dir", data);
    }

    public static Task<WorkerHost> StartAsync(string data, string file, int? version = null) => WorkerHost.StartAsync(
        new WorkerSettings
        {
            Directory = data,
            AssemblyFile = file,
            Version = version,
            Http = new ListenAddress("127.0.0.1", 0),
            Threads = 1,
        },
        CancellationToken.None);
}
