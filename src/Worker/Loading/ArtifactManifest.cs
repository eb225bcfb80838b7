using System.Text.Json;

namespace Kappa.Worker;

/// <summary>The file in an artifact that says which of its assemblies has the topologies.</summary>
/// <param name="Format">Form of the artifact: <see cref="CurrentFormat"/>.</param>
/// <param name="Assembly">File name of the assembly.</param>
internal sealed record ArtifactManifest(int Format, string Assembly)
{
    /// <summary>Name of the file, beside the assembly.</summary>
    public const string FileName = "artifact.json";

    /// <summary>The only form this version of Kappa knows.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The same bytes on every machine, since they are part of the artifact's hash.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ArtifactJson.Default.ArtifactManifest);

    /// <summary>Reads the file; null where it is none of this form.</summary>
    public static ArtifactManifest? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            ArtifactManifest? manifest = JsonSerializer.Deserialize(bytes, ArtifactJson.Default.ArtifactManifest);
            return manifest is { Format: CurrentFormat, Assembly.Length: > 0 } &&
                Path.GetFileName(manifest.Assembly) == manifest.Assembly ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
