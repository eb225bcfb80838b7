using Kappa.Replay;

namespace Kappa.Worker;

/// <summary>Tells whether a version has other code in an artifact than in the one that it is pinned to.</summary>
internal sealed class ArtifactCode(ArtifactStore artifacts)
{
    /// <param name="pinned">The version.</param>
    /// <param name="offered">The other artifact; null where it is this process's own code.</param>
    public bool Differs(VersionRecord pinned, string? offered)
    {
        if (pinned.Artifact is not { } known || offered is null || known == offered)
        {
            return pinned.Artifact != offered;
        }

        try
        {
            return TopologyCode.Differs(artifacts.Find(known), artifacts.Find(offered), pinned.Class);
        }
        catch (Exception error) when (error is KappaException or BadImageFormatException)
        {
            return true; // What is gone or damaged cannot be shown to be the same.
        }
    }
}
