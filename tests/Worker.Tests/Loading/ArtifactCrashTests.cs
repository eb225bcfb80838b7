namespace Kappa.Worker.Tests;

/// <summary>An artifact is there whole or not at all, whatever ends the process that adds it.</summary>
public sealed class ArtifactCrashTests : IDisposable
{
    private readonly ArtifactFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void A_deploy_that_is_killed_before_the_rename_leaves_nothing_and_can_be_repeated()
    {
        Kill(ArtifactStore.CopiedStep);
        Assert.Single(_folders.Entries(), name => name.StartsWith(".tmp-", StringComparison.Ordinal));
        Assert.Empty(_folders.Open().List());

        Assert.Empty(_folders.Entries());
        Assert.True(File.Exists(_folders.Open().Find(_folders.Open().Add(_folders.Assembly))));
    }

    [Fact]
    public void A_deploy_that_is_killed_after_the_rename_has_left_a_whole_artifact()
    {
        Kill(ArtifactStore.RenamedStep);

        string hash = Assert.Single(_folders.Entries());
        Assert.True(File.Exists(_folders.Open().Find(hash)));
        Assert.Equal(hash, _folders.Open().Add(_folders.Assembly));
    }

    [Fact]
    public void A_leftover_with_half_a_file_does_not_get_into_an_artifact()
    {
        string clean = ArtifactStore.HashOf(_folders.Assembly);
        ArtifactStore store = _folders.Open();
        Directory.CreateDirectory(Path.Combine(_folders.Store, ".tmp-new", "runtimes"));
        File.WriteAllText(Path.Combine(_folders.Store, ".tmp-new", "FlightDelays.dll"), new string('x', 1_000_000));
        File.WriteAllText(Path.Combine(_folders.Store, ".tmp-new", "Extra.dll"), "half");

        Assert.Equal(clean, store.Add(_folders.Assembly));

        Assert.Equal(ArtifactFolders.Expected, ArtifactFolders.Files(Path.GetDirectoryName(store.Find(clean))!));
    }

    [Fact]
    public void All_files_and_directories_are_synced_before_the_rename_and_the_parent_after_it()
    {
        var files = new ArtifactFileSystem(_folders.Store);
        string[] before = [];
        string[] after = [];
        bool renamedBefore = true;
        var store = new ArtifactStore(_folders.Store, files, step =>
        {
            (step == ArtifactStore.CopiedStep ? ref before : ref after) = [.. files.Done];
            renamedBefore &= step == ArtifactStore.RenamedStep || files.List(_folders.Store).Count > 2;
            files.Done.Clear();
        });

        string hash = store.Add(_folders.Assembly);

        Assert.False(renamedBefore); // Only the lock and the temporary directory were there.
        Assert.All(ArtifactFolders.Expected, name => Assert.Contains($"sync .tmp-new/{name}", before));
        string[] directories = ["", "/de", "/runtimes", "/runtimes/any", "/runtimes/any/lib", "/runtimes/linux-x64",
            "/runtimes/linux-x64/native"];
        Assert.All(directories, name => Assert.True(
            Array.IndexOf(before, $"sync-directory .tmp-new{name}") >
            Array.FindLastIndex(before, done => done.StartsWith($"open .tmp-new{name}/", StringComparison.Ordinal))));
        Assert.Equal(["sync-directory ."], after);
        Assert.Equal([hash], store.List());
    }

    [Fact]
    public void Every_sync_that_fails_is_an_error_and_leaves_no_part_of_an_artifact()
    {
        int failures = 0;
        for (int nth = 1; ; nth++)
        {
            var files = new ArtifactFileSystem(_folders.Store);
            var store = new ArtifactStore(_folders.Store, files);
            files.FailedSync = nth;
            if (Record.Exception(() => store.Add(_folders.Assembly)) is not { } error)
            {
                break;
            }

            failures++;
            Assert.Equal("KAP2401", Assert.IsType<KappaException>(error).Code);
            Assert.All(_folders.Entries(), hash => Assert.True(File.Exists(store.Find(hash))));
            Directory.Delete(_folders.Store, recursive: true);
        }

        // Above the store, the 12 files, their 7 directories, the store.
        Assert.Equal(1 + 12 + 7 + 1, failures);
    }

    [Fact]
    public void An_artifact_that_is_there_already_is_made_durable_too()
    {
        Kill(ArtifactStore.RenamedStep);
        var files = new ArtifactFileSystem(_folders.Store);

        new ArtifactStore(_folders.Store, files).Add(_folders.Assembly);

        Assert.Equal("sync-directory .", files.Done[^1]);
        Assert.DoesNotContain(files.Done, done => done.StartsWith("open", StringComparison.Ordinal));
    }

    [Fact]
    public void While_another_process_deploys_nothing_of_its_is_touched()
    {
        string[] seen = [];
        KappaException? refused = null;
        ArtifactStore busy = _folders.Open(step =>
        {
            if (step == ArtifactStore.CopiedStep)
            {
                refused = Assert.Throws<KappaException>(() => _folders.Open().Add(_folders.Assembly));
                seen = _folders.Entries();
            }
        });

        string hash = busy.Add(_folders.Assembly);

        Assert.Equal(("KAP5223", ExitCodes.Refused), (refused!.Code, refused.ExitCode));
        Assert.Equal([".tmp-new"], seen);
        Assert.Equal([hash], _folders.Entries());
    }

    /// <summary>Ends an add at a step as a kill would: nothing that comes later in it runs.</summary>
    private void Kill(string at)
    {
        ArtifactStore store = _folders.Open(step =>
        {
            if (step == at)
            {
                throw new OperationCanceledException();
            }
        });
        Assert.Throws<OperationCanceledException>(() => store.Add(_folders.Assembly));
    }
}
