using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using FlightDelays;

namespace Kappa.Crash.Tests;

/// <summary>
/// A data directory that an early build left when it was killed (commit 4b9fda4; make-data-4b9fda4 made it) opens: with
/// its log, registry, positions, stores, and the code of its versions as it was built then.
/// </summary>
public sealed class OldDataTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _directory = Directory.CreateTempSubdirectory("kappa-old-data-").FullName;

    [Fact]
    public async Task A_directory_of_an_early_build_goes_on_with_the_rows_that_the_early_build_had()
    {
        using var archive = new GZipStream(File.OpenRead(Fixture("data-4b9fda4.tar.gz")), CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(archive, _directory, overwriteFiles: false);
        string[] expected = await File.ReadAllLinesAsync(Fixture("delays-by-airport.ndjson"));

        using WorkerProcess worker = WorkerProcess.Start(
            _directory, typeof(FlightDelaysV1).Assembly.Location, version: null);
        string[] found = await RowsAsync(worker, expected);

        Assert.Equal(155, expected.Length);
        Assert.Equal(expected, found);
        Assert.Equal(["1 live", "2 caught-up"], await VersionsAsync(worker));
        using ReplayCli verify = ReplayCli.Start(null, "replay", "verify", "flight-delays", "--dir", _directory);
        await verify.EndAsync();
        Assert.True(verify.ExitCode == 0, verify.Errors); // Every byte of every store is what history gives today.
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>The rows of version 1, as soon as they are the expected ones, or at the limit.</summary>
    private static async Task<string[]> RowsAsync(WorkerProcess worker, string[] expected)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            JsonElement answer = await worker.GetAsync(
                "/api/v1/topologies/flight-delays/stores/delays-by-airport/entries?limit=1000");
            string[] rows = [.. answer.GetProperty("items").EnumerateArray().Select(row => row.GetRawText())];
            if (rows.SequenceEqual(expected) || limit.IsCancellationRequested)
            {
                return rows;
            }

            await Task.Delay(100); // Between two questions to a real process over HTTP.
        }
    }

    private static async Task<string[]> VersionsAsync(WorkerProcess worker)
    {
        JsonElement answer = await worker.GetAsync("/api/v1/topologies/flight-delays/versions");
        return [.. answer.GetProperty("versions").EnumerateArray()
            .Select(version => $"{version.GetProperty("version")} {version.GetProperty("state").GetString()}")];
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "OldData", name);
}
