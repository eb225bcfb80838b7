using System.Diagnostics;
using System.Runtime.Versioning;

namespace Kappa.Worker.Tests;

public sealed class ArtifactStoreTests : IDisposable
{
    private readonly ArtifactFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void What_the_assembly_needs_at_run_time_is_copied_and_nothing_else()
    {
        string hash = _folders.Open().Add(_folders.Assembly);

        string artifact = Path.Combine(_folders.Store, hash);
        Assert.Equal(ArtifactFolders.Expected, ArtifactFolders.Files(artifact));
        Assert.All(ArtifactFolders.Expected.Where(name => name != "artifact.json"), name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folders.Output, name)), File.ReadAllBytes(Path.Combine(artifact, name))));
    }

    [Fact]
    public void The_hash_is_what_sha256sum_says()
    {
        string hash = _folders.Open().Add(_folders.Assembly);

        using Process shell = Process.Start(new ProcessStartInfo(
            "sh", ["-c", "find * -type f | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum"])
        {
            WorkingDirectory = Path.Combine(_folders.Store, hash),
            RedirectStandardOutput = true,
        })!;
        Assert.Equal($"{hash}  -\n", shell.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void The_same_files_elsewhere_have_the_same_hash()
    {
        string copy = _folders.CopyOutput();

        string first = _folders.Open().Add(_folders.Assembly);
        string second = _folders.Open().Add(copy);

        Assert.Equal(first, second);
        Assert.Equal([first], _folders.Entries());
        Assert.Equal(first, ArtifactStore.HashOf(copy));
    }

    [Theory]
    [InlineData("FlightDelays.pdb"), InlineData("Own.Library.dll"), InlineData("runtimes/linux-x64/native/libown.so")]
    public void Another_build_is_another_artifact_beside_the_first(string changed)
    {
        ArtifactStore store = _folders.Open();
        string first = store.Add(_folders.Assembly);
        _folders.Write(changed, "other content");

        string second = store.Add(_folders.Assembly);

        Assert.NotEqual(first, second);
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), store.List());
        Assert.Equal(Path.Combine(_folders.Store, first, "FlightDelays.dll"), store.Find(first));
    }

    [Fact]
    public void A_file_under_another_name_is_another_artifact()
    {
        string first = ArtifactStore.HashOf(_folders.Assembly);

        File.Move(Path.Combine(_folders.Output, "libflat.so.1"), Path.Combine(_folders.Output, "libflat.so.2"));

        Assert.NotEqual(first, ArtifactStore.HashOf(_folders.Assembly));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_may_use_an_artifact()
    {
        Directory.CreateDirectory(_folders.Store);
        File.SetUnixFileMode(_folders.Store, (UnixFileMode)0b111_111_111);

        string artifact = Path.Combine(_folders.Store, _folders.Open().Add(_folders.Assembly));

        string[] directories = [_folders.Store, artifact,
            .. Directory.GetDirectories(artifact, "*", SearchOption.AllDirectories)];
        Assert.Equal(8, directories.Length);
        string[] files = Directory.GetFiles(_folders.Store, "*", SearchOption.AllDirectories);
        Assert.All(directories.Select(File.GetUnixFileMode), mode => Assert.Equal((UnixFileMode)0b111_000_000, mode));
        Assert.All(files.Select(File.GetUnixFileMode), mode => Assert.Equal((UnixFileMode)0b110_000_000, mode));
    }

    [Theory]
    [InlineData("changed"), InlineData("added"), InlineData("removed")]
    public void A_file_that_somebody_changed_is_found_and_nothing_is_loaded(string how)
    {
        ArtifactStore store = _folders.Open();
        string hash = store.Add(_folders.Assembly);
        Damage(hash, how);

        KappaException error = Assert.Throws<KappaException>(() => store.Find(hash));

        Assert.Equal(("KAP5221", ExitCodes.Mismatch), (error.Code, error.ExitCode));
        Assert.Contains(hash, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deploying_again_replaces_a_damaged_artifact()
    {
        ArtifactStore store = _folders.Open();
        string hash = store.Add(_folders.Assembly);
        Damage(hash, "removed");

        Assert.Equal(hash, store.Add(_folders.Assembly));

        Assert.True(File.Exists(store.Find(hash)));
        Assert.Equal([hash], _folders.Entries());
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000"), InlineData("../artifacts")]
    [InlineData("")]
    public void An_artifact_that_is_not_there_is_to_be_deployed(string hash)
    {
        ArtifactStore store = _folders.Open();
        store.Add(_folders.Assembly);

        KappaException error = Assert.Throws<KappaException>(() => store.Find(hash));

        Assert.Equal(("KAP5220", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.StartsWith("kappa deploy PROJECT --dir ", error.Remedies[0].Command, StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_artifact_is_gone_and_others_stay()
    {
        ArtifactStore store = _folders.Open();
        string first = store.Add(_folders.Assembly);
        _folders.Write("Own.Library.dll", "other content");
        string second = store.Add(_folders.Assembly);

        store.Remove(first);
        store.Remove(first);

        Assert.Equal([second], _folders.Entries());
        Assert.Equal("KAP5220", Assert.Throws<KappaException>(() => store.Find(first)).Code);
    }

    [Fact]
    public void An_assembly_that_is_not_there_is_one_clear_error()
    {
        KappaException error = Assert.Throws<KappaException>(
            () => _folders.Open().Add(Path.Combine(_folders.Output, "missing", "Missing.dll")));

        Assert.Equal(("KAP5224", ExitCodes.Failed), (error.Code, error.ExitCode));
        Assert.Empty(_folders.Entries());
    }

    [Fact]
    public void The_topology_of_an_artifact_loads_without_its_build_output()
    {
        ArtifactStore store = _folders.Open();
        string hash = store.Add(Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll"));
        Directory.Delete(_folders.Output, recursive: true);

        Topology loaded = TopologyLoader.LoadOne(store.Find(hash), "flight-delays", 1);

        Assert.Equal(("flight-delays", 1), (loaded.Name, loaded.Version));
        Assert.DoesNotContain(
            ArtifactFolders.Files(Path.Combine(_folders.Store, hash)),
            name => Path.GetFileName(name).StartsWith("Kappa.", StringComparison.Ordinal) &&
                name is not ("Kappa.Worker.Tests.dll" or "Kappa.Worker.Tests.pdb"));
    }

    private void Damage(string hash, string how)
    {
        string file = Path.Combine(_folders.Store, hash, "FlightDelays.dll");
        switch (how)
        {
            case "changed":
                byte[] bytes = File.ReadAllBytes(file);
                bytes[^1] ^= 1;
                File.WriteAllBytes(file, bytes);
                break;
            case "added":
                File.WriteAllText(Path.Combine(_folders.Store, hash, ".hidden.dll"), "");
                break;
            default:
                File.Delete(file);
                break;
        }
    }
}
