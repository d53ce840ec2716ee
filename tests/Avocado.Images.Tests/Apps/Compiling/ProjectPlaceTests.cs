using System.Text;
using Avocado.Images.Apps.Compiling;

namespace Avocado.Images.Tests.Apps.Compiling;

public class ProjectPlaceTests
{
    [Theory]
    [InlineData("/a/App", "\0")]
    [InlineData("/a/App/x.cs", "\0/x.cs")]
    [InlineData("[/a/App/x.cs]\nbuild_property.ProjectDir = /a/App/\n", "[\0/x.cs]\nbuild_property.ProjectDir = \0/\n")]
    [InlineData("/pathmap:/a/App/=/_/App", "/pathmap:\0/=/_/App")]
    [InlineData("/a/App,/a/App;/a/App", "\0,\0;\0")]
    [InlineData("/a/App2/x.cs", "/a/App2/x.cs")]
    [InlineData("/b/a/App/x.cs", "/b/a/App/x.cs")]
    [InlineData("/a/App/a/App", "\0/a/App")]
    [InlineData("", "")]
    [InlineData("/a/Ap", "/a/Ap")]
    public void The_folder_is_hidden_where_it_is_a_path_or_begins_one(string text, string hidden)
    {
        var place = new ProjectPlace("/a/App/");
        Assert.Equal(hidden, place.Hide(text));
        Assert.Equal(text, place.Show(hidden));
    }

    [Fact]
    public void Bytes_that_are_no_text_stay()
    {
        byte[] bytes = [0xFF, (byte)'=', .. "/a/App"u8, 0x0A, 0xC3];
        byte[] hidden = [0xFF, (byte)'=', 0, 0x0A, 0xC3];
        Assert.Equal(hidden, new ProjectPlace("/a/App").Hide(bytes));
        Assert.Equal([0xFF, .. "/a/App"u8], new ProjectPlace("/a/App").Hide([0xFF, .. "/a/App"u8]));
        Assert.Equal("é", Encoding.UTF8.GetString(new ProjectPlace("/é").Hide("é"u8)));
    }
}
