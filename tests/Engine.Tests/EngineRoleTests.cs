namespace Kappa.Engine.Tests;

public sealed class EngineRoleTests
{
    [Fact]
    public void A_copy_that_would_publish_beside_the_live_instance_cannot_be_written() =>
        Assert.Throws<ArgumentException>(() => new CopyRole(""));

    [Theory]
    [InlineData(true, "t.v1.i2.out.image")]
    [InlineData(false, null)]
    public void A_shadow_writes_images_of_tables_and_mutes_streams_that_others_publish(bool isTable, string? expected)
    {
        var shadow = new ShadowRole { Publishes = new HashSet<string> { "own" } };

        Assert.Equal(expected, shadow.TopicOf("t.v1.i2", "out", isTable));
        Assert.Equal("own", shadow.TopicOf("t.v1.i2", "own", isTable));
    }
}
