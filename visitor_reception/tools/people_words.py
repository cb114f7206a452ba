"""Words by which people in offices tell what stands in a list of names: titles, units, family names.

Facts of the language, not of a policy: which rank a position means stands in ``reception.rank``.
"""


def _split(text):
    return tuple(text.split())


# the longest first where one ends with another; ``find_title`` sees to it
TITLES = _split(
    """
    董事长 副董事长 执行董事 独立董事 董事 监事会主席 监事 主席 副主席 总裁 副总裁 常务副总裁 总经理 副总经理 常务副总经理 总经理助理 副总 老总 总监 副总监 经理 副经理 总工程师 总工 副总工程师 总会计师
    总经济师 总设计师 总助 厂长 副厂长 书记 副书记 部长 副部长 主任 副主任 主管 主办 主席团成员 处长 副处长 科长 副科长 局长 副局长 厅长 副厅长 司长 副司长 市长 副市长 县长 副县长 区长 副区长 镇长
    副镇长 乡长 省长 副省长 州长 旗长 巡视员 调研员 院长 副院长 校长 副校长 所长 副所长 站长 副站长 队长 副队长 组长 副组长 班长 行长 副行长 会长 副会长 理事长 副理事长 理事 秘书长 副秘书长 社长 台长
    馆长 园长 店长 部門長 部長 課長 社長 係長 教授 副教授 讲师 研究员 副研究员 专家 顾问 律师 医生 记者 编辑 翻译 工程师 高级工程师 高工 技术员 设计师 会计师 审计师 会计 出纳 科员 办事员 职员 员工
    专员 助理 秘书 文员 司机 驾驶员 随员 干事 干部 采购员 采购 业务员 销售员 工人 技师 检验员 安全员 车队长 班组长 常委 委员 联系人 代表 首席代表 法定代表人 法人 合伙人 股东 创始人
    """
)
LATIN_TITLES = frozenset(
    _split(
        """
    ceo cfo cto chairman chairwoman president director manager engineer secretary driver assistant supervisor head
    chief officer consultant professor partner accountant lawyer interpreter translator executive vp gm shareholder
        """
    )
)
# what stands before a title and looks like a family name with something behind it
QUALIFIERS = frozenset(
    _split(
        """
    高级 资深 常务 执行 首席 项目 部门 技术 销售 市场 财务 行政 人事 人力 商务 区域 产品 客户 办公室 党委 支部 后勤 信息 生产 工程 安全 质量 采购 法务 计划 文秘 经营 宣传 成本 金融 车间 车队 华东
    华南 华北 华中 水电 外联 公关 运营 综合 战略 投资 研发 设计 基建 设备 物资 保卫 纪委 工会 团委 地区 大区 全国 专职 原 前 副 总 时任 现任 中国 中共 上海 北京 成都 全 曾任
        """
    )
)
UNITS = _split(
    """
    公司 集团 总公司 分公司 子公司 股份 局 厅 委 委员会 办公室 部 政府 学院 大学 学校 中学 小学 医院 研究院 设计院 研究所 事务所 中心 协会 学会 商会 联合会 基金会 银行 支行 分行 厂 工厂 车间 处 科
    科室 室 站 店 酒店 社 报社 电视台 会社 矿 队 项目部 指挥部 管委会 街道 法院 检察院 公安局 税务局 财政局 院 所
    """
)
LATIN_UNITS = frozenset(
    _split(
        """
    ltd limited gmbh inc corp corporation company co llc plc ag sa bv university bank group institute hospital
    association
        """
    )
)
FAMILY_NAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗"
    "毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱"
    "骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷"
    "车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚"
    "那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫付岳涂亓仝佟邸丛揭苑逢苟原帅线商牟佘佴伯赏墨哈谯笪年爱阳代冼覃牙欧翁尧楚"
    "山趙錢孫馮陳衛蔣韓楊許呂張嚴陶謝鄒竇雲蘇魯韋馬鳳費倫賀湯羅畢鄔樂時齊顧黃蕭湯龐紀項閔賈婁顏鍾駱盧應鄧鬱單諸龔陸榮榮劉葉龍譚喬賴聞莊閻連簡饒關肖𠮷"
)
TWO_FAMILY_NAMES = frozenset(
    _split(
        """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙
    壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长
    子书 子桑 即墨 达奚 褚师 吴铭 歐陽 諸葛 司馬
        """
    )
)
# whatever has one of them is no name of a person, though it may begin like one
NO_NAMES = _split(
    """
    来访 名单 人员 您好 你好 大家好 谢谢 收到 以下 如下 以上 安排 公司 今天 明天 后天 下午 上午 中午 晚上 会议 合计 总计 小计 接待 电话 附件 日期 时间 备注 领导 单位 金额 车辆 高铁 方便 程序 成员
    全体 路线 费用 温馨 提示 解决 管理 席位 应该 宁波 安徽 江苏 江西 云南 海南 武汉 成都 郑州 杭州 苏州 常州 徐州 柳州 温州 金华 黄山 贵州 广州 兰州 吉林 甘肃 周一 周二 周三 周四 周五 周六 周日
    周末 参观 考察 调研 午餐 晚餐 晚宴 宴请 酒店 宾馆 住宿 航班 车次 序号 姓名 职务 职位 手机 性别 填表 制表 审核 审批 请 您 的 了 吗 我们 你们 他们 一行 随行 随从 陪同 主宾 其中 另外 另有 以及
    包括 已经 马上 好的 可以 没有 不用 共计 人数 女士们 先生们 平安 都是 到达 抵达 出发 返回 对接 联系 确认 汇总 统计 在内 明白 高兴 辛苦 麻烦 元旦 方案 单独 成功 时候 平时 于是 万一 强调 安心
    关于 关系 关注 查收 查看 敬上 连同 水牌 花篮 车站 机场 宿舍 相关 简单 任务 文件 资料 通知 通过 双方 单间 房间 标间 套房 鲜花 元整 司机 翻译 和平饭店 常规 时长 用车 用餐 家属 孩子 老人 小孩
    万元 千元 几位 两位 三位 四位 几人 两人 三人
    """
)
EMPTY_WORDS = frozenset(
    _split(
        """
    来访 名单 来访名单 人员名单 来访人员 来访人员名单 来宾名单 客人名单 序号 姓名 无 没有 待定 不详 空 / \\ - -- — —— n/a na none nil
        """
    )
)
SEXES = frozenset(
    _split(
        """
    男 女 m f male female mr mrs ms miss
        """
    )
)
COURTESY = ("先生", "女士", "小姐", "同志", "老师", "さん", "様")
SHORT_TITLES = frozenset("总工局处科部院校厅董")  # behind a family name
NATIONS = frozenset(
    _split(
        """
    汉族 汉 回族 维吾尔族 维吾尔 维族 藏族 蒙古族 满族 壮族 苗族 朝鲜族 哈萨克族 彝族 中国 中国籍
        """
    )
)


def find_title(text):
    """The title at the end of ``text``, the longest one, or an empty text.

    >>> [find_title(text) for text in ("财务部副总经理", "王伟处长", "王伟", "Sales Manager", "副总经理")]
    ['副总经理', '处长', '', 'Sales Manager', '副总经理']
    """
    words = text.casefold().replace(",", " ").split()
    if words and (words[-1].strip(".") in LATIN_TITLES or (len(words) > 1 and words[0] in LATIN_TITLES)):
        return text
    return max((title for title in TITLES if text.endswith(title)), key=len, default="")


def is_unit(text):
    """Whether this is an organisation or a part of one.

    >>> [is_unit(text) for text in ("示例集团", "市财政局", "Example GmbH", "王伟", "部")]
    [True, True, True, False, False]
    """
    words = text.casefold().replace(".", " ").replace(",", " ").split()
    return (len(text) > 2 and text.endswith(UNITS)) or not LATIN_UNITS.isdisjoint(words)
