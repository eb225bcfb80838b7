namespace Kappa.Replay;

/// <summary>What becomes of the images when outputs go from one version to another (protocols.md 22).</summary>
/// <remarks>The caller holds the images' gate, and no version that is concerned runs.</remarks>
internal sealed class HandedImages(VersionSite site)
{
    public static IReadOnlyDictionary<string, ImageLeg[]> None { get; } = new Dictionary<string, ImageLeg[]>();

    /// <summary>Lets the images of a version and of its topics take in all that is committed.</summary>
    public void Follow(VersionRecord version, IEnumerable<string> topics)
    {
        foreach (string topic in topics)
        {
            OutputImage wanted = site.Images.OfShadow(version, topic);
            wanted.Follow(site.Images.Ends(wanted.Legs[^1].Topic));
            site.Images.OfTopic(topic).Follow(site.Images.Ends(topic));
        }
    }

    /// <summary>
    /// What the topics say now is what their owner has published: its image from here on, while another one publishes.
    /// </summary>
    /// <param name="owner">The version that has published them until now.</param>
    /// <param name="topics">The topics that it hands over.</param>
    /// <returns>What its images are made of.</returns>
    public Dictionary<string, ImageLeg[]> Save(VersionRun owner, IReadOnlyList<string> topics)
    {
        var images = new Dictionary<string, ImageLeg[]>(owner.Record.Images);
        site.Images.Close(owner.Record);
        foreach (string topic in topics)
        {
            OutputImage said = site.Images.OfTopic(topic);
            long[] ends = site.Images.Ends(topic);
            said.Follow(ends);
            if (site.Images.DirectoryOf(owner.Record, topic) is { } directory)
            {
                said.SaveTo(directory, site.Settings);
            }

            string image = VersionImages.ImageTopic(owner.Record, topic);
            images[topic] =
            [
                said.Legs[0] with { Until = ends, Digests = said.Digests() },
                new ImageLeg(
                    image, site.Log.Find(image) is null ? new long[ends.Length] : site.Images.Ends(image), null),
            ];
        }

        return images;
    }

    /// <summary>
    /// While chunks go out, the new version publishes what changes: its images go on with the topics themselves.
    /// </summary>
    public Dictionary<string, ImageLeg[]> GoOn(VersionRecord version, IReadOnlyList<string> topics)
    {
        var images = new Dictionary<string, ImageLeg[]>();
        foreach (string topic in topics)
        {
            ImageLeg[] legs = [.. site.Images.LegsOf(version, topic)];
            legs[^1] = legs[^1] with { Until = site.Images.Ends(legs[^1].Topic) };
            images.Add(topic, [.. legs, new ImageLeg(topic, site.Images.Ends(topic), null)]);
        }

        return images;
    }

    /// <summary>The live version keeps no image: what it says is in the topics. A kill may have come before.</summary>
    public void Drop(VersionRecord version)
    {
        site.Images.Close(version);
        InstanceData.DeleteState(site.Settings, Path.Combine(version.InstanceName, "images"));
        foreach (string image in version.Outputs.Where(output => output.IsTable)
            .Select(output => VersionImages.ImageTopic(version, output.Topic))
            .Where(image => site.Log.Find(image) is not null))
        {
            site.Log.Admin.DeleteTopic(image);
        }
    }
}
