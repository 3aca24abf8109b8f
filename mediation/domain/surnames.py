"""How surnames are read where that differs from the character's usual reading, and surnames of two characters."""

from typing import Final

READINGS: Final = {
    "万俟": ("mo", "qi"), "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"), "令狐": ("ling", "hu"), "宰父": ("zai", "fu"), "鲜于": ("xian", "yu"),
    "单": ("shan",), "仇": ("qiu",), "查": ("zha",), "任": ("ren",), "曾": ("zeng",), "解": ("xie",),
    "区": ("ou",), "朴": ("piao",), "盖": ("ge",), "缪": ("miao",), "翟": ("zhai",), "覃": ("qin",),
    "乐": ("yue",), "冼": ("xian",), "洗": ("xian",), "祭": ("zhai",), "员": ("yun",), "繁": ("po",),
    "折": ("she",), "召": ("shao",), "黑": ("he",), "秘": ("bi",), "牟": ("mu",), "种": ("chong",),
    "重": ("chong",), "郇": ("xun",), "尉": ("wei",), "那": ("na",), "句": ("gou",), "谌": ("chen",),
    "隗": ("wei",), "盛": ("sheng",), "藏": ("zang",), "车": ("che",), "晁": ("chao",), "卜": ("bu",),
    "佴": ("nai",), "能": ("nai",), "逄": ("pang",), "教": ("jiao",), "石": ("shi",), "沈": ("shen",),
    "华": ("hua",), "燕": ("yan",), "宁": ("ning",), "纪": ("ji",), "葛": ("ge",), "薄": ("bo",),
    "阚": ("kan",), "撒": ("sa",), "贾": ("jia",), "观": ("guan",), "过": ("guo",), "适": ("kuo",),
    "乜": ("nie",), "佘": ("she",), "仉": ("zhang",), "亓": ("qi",), "厍": ("she",), "幺": ("yao",),
    "应": ("ying",), "令": ("ling",), "曲": ("qu",), "行": ("xing",), "相": ("xiang",), "干": ("gan",),
    "戚": ("qi",), "占": ("zhan",), "要": ("yao",), "哈": ("ha",), "焦": ("jiao",), "柏": ("bai",),
}  # fmt: skip
