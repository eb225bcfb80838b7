using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// The images of a topology's table outputs: one of each topic, and one of each shadow. The live version keeps none.
/// </summary>
/// <remarks>Whoever uses them holds <see cref="Gate"/>; they stand still while nobody follows.</remarks>
internal sealed class VersionImages(ILog log, EngineSettings settings, string topology) : IDisposable
{
    private readonly Dictionary<(string Owner, string Topic), OutputImage> _open = [];
    private readonly Dictionary<(string Owner, string Topic), OutputDifferences> _differences = [];

    /// <summary>One user at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    private string TopicsName => $"{topology}.outputs";

    /// <summary>The image of what a topic says; it is read from its beginning when it is asked for first.</summary>
    public OutputImage OfTopic(string topic) => Open(
        TopicsName, topic, [new ImageLeg(topic, Zeros(topic), null)], StateOf(TopicsName, topic));

    /// <summary>The image of what a shadow would have published.</summary>
    public OutputImage OfShadow(VersionRecord version, string topic) =>
        Open(version.InstanceName, topic, LegsOf(version, topic), DirectoryOf(version, topic));

    /// <summary>The keys in which a shadow differs from a topic, kept from the first time on.</summary>
    public OutputDifferences DifferencesOf(VersionRecord version, string topic)
    {
        if (!_differences.TryGetValue((version.InstanceName, topic), out OutputDifferences? differences))
        {
            differences = new OutputDifferences(OfShadow(version, topic), OfTopic(topic));
            _differences.Add((version.InstanceName, topic), differences);
        }

        return differences;
    }

    /// <summary>What the image of a shadow is made of.</summary>
    public ImageLeg[] LegsOf(VersionRecord version, string topic)
    {
        string image = ImageTopic(version, topic);
        return version.Images.TryGetValue(topic, out ImageLeg[]? legs)
            ? legs : [new ImageLeg(image, Zeros(image), null)];
    }

    /// <summary>The directory of a shadow's image; null where state is in memory.</summary>
    public string? DirectoryOf(VersionRecord version, string topic) =>
        StateOf(Path.Combine(version.InstanceName, "images"), topic);

    /// <summary>The topic that a shadow's engine writes.</summary>
    public static string ImageTopic(VersionRecord version, string topic) => $"{version.InstanceName}.{topic}.image";

    /// <summary>The committed ends of a topic.</summary>
    public long[] Ends(string topic) => [.. log.Offsets(log.Find(topic)!.ListPartitions())
        .Select(offsets => offsets.LastStable)];

    /// <summary>Closes what a version has open, before its data goes or another takes its place.</summary>
    public void Close(VersionRecord version)
    {
        Forget(owner => owner == version.InstanceName);
        foreach ((string Owner, string Topic) key in
            _open.Keys.Where(key => key.Owner == version.InstanceName).ToArray())
        {
            _open.Remove(key, out OutputImage? image);
            image!.Dispose();
        }
    }

    /// <summary>Nobody compares with the topics any more: their images go.</summary>
    public void DropTopics()
    {
        Forget(_ => true);
        foreach ((string Owner, string Topic) key in _open.Keys.Where(key => key.Owner == TopicsName).ToArray())
        {
            _open.Remove(key, out OutputImage? image);
            image!.Dispose();
        }

        InstanceData.DeleteState(settings, TopicsName);
    }

    public void Dispose()
    {
        foreach (OutputImage image in _open.Values)
        {
            image.Dispose();
        }

        _open.Clear();
    }

    private void Forget(Func<string, bool> isOf)
    {
        foreach ((string Owner, string Topic) key in _differences.Keys.Where(key => isOf(key.Owner)).ToArray())
        {
            _differences.Remove(key, out OutputDifferences? differences);
            differences!.Dispose();
        }
    }

    private OutputImage Open(string owner, string topic, IReadOnlyList<ImageLeg> legs, string? directory)
    {
        if (!_open.TryGetValue((owner, topic), out OutputImage? image))
        {
            _open.Add((owner, topic), image = OutputImage.Open(log, legs, directory, settings));
        }

        return image;
    }

    private string? StateOf(string owner, string topic) =>
        settings.State is null ? null : Path.Combine(settings.State.Directory, owner, topic);

    private long[] Zeros(string topic) => [.. log.Offsets(log.Find(topic)!.ListPartitions())
        .Select(offsets => offsets.Earliest)];
}
